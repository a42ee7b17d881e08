// Markup: documents as fragments to pick with mouse, touch or keys; every mark is a card with defect and severity.
import { field, frame, h, newId, object, plural, select, text, textarea } from "./form.js";
import { pages } from "./pages.js";

const GRAVITY = { critical: "критично", substantial: "существенно", minor: "незначительно" };

/** A row that only names a stage of a plan. */
const stage = (cells) => cells.length > 2 && cells[0] && !cells.slice(1).some(Boolean);

function markupForm({ question, body, host, changed, typed }) {
  const parts = new Map(); // fragment id → { node, button, badge, sign, words, sheet }
  const cards = [];
  const said = h("p", { class: "mf-muted", role: "status" });
  const list = h("div", { class: "mf-rows" });
  const reader = pages(question.sheets.map((sheet) => ({ id: sheet.id, title: sheet.title, node: drawn(sheet) })));
  const tell = (word = "") => {
    const marks = plural(cards.length, "отметка", "отметки", "отметок");
    said.textContent = `${word}${word && " "}Поставлено: ${marks}${question.told ? `; дефектов в документах: ${question.told}` : ""}.`;
  };
  host.classList.add("mf-beside");
  host.prepend(reader.node);
  body.append(h("p", { class: "mf-muted" }, "Нажмите на фрагмент, в котором видите дефект, и назовите его. С клавиатуры: ↑ и ↓ ведут по документу, Enter ставит отметку. Если чего-то нет, отметьте заголовок или строку, где оно должно быть."), said, list);
  tell();

  /** A document: paragraphs and tables; every fragment has one button, and one of all is a tab stop. */
  function drawn(sheet) {
    const node = h("div", { class: "mf-fragments" });
    const order = [];
    let table = null;
    for (const part of sheet.fragments) {
      const cells = part.cells?.length ? part.cells : null;
      if (!cells) table = null;
      if (cells && (!table || part.form === "head")) node.append(h("div", { class: "mf-scroll" }, table = h("table", {})));
      const words = cells ? cells.map((cell) => cell || "пусто").join(", ") : part.text;
      const badge = h("span", { class: "mf-badge" });
      const sign = h("span", { class: "mf-sign-line", hidden: true });
      const button = h("button", { type: "button", class: "mf-pick", tabIndex: order.length ? -1 : 0,
        "aria-label": `Отметить: ${words.slice(0, 160)}` }, h("span", { "aria-hidden": "true" }, "⚑"), badge);
      const content = cells
        ? h("tr", {}, h("td", { class: "mf-pick-cell" }, button), stage(cells) ? h("td", { colSpan: cells.length }, h("strong", {}, cells[0]), sign)
          : cells.map((cell, place) => h(part.form === "head" ? "th" : "td", {}, cell || h("span", { class: "mf-muted" }, "—"), place ? null : sign)))
        : h("div", {}, button, h(part.form === "title" || part.form === "heading" ? "strong" : "span", {}, part.text), sign);
      content.classList.add("mf-fragment", `mf-fragment-${part.form}`);
      content.addEventListener("click", (event) => {
        if (body.disabled || String(document.getSelection() ?? "").trim().length > 3 && !event.target.closest("button")) return;
        add(part.id);
      });
      button.addEventListener("keydown", (event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (!step) return;
        event.preventDefault();
        const next = order[order.indexOf(part.id) + step];
        if (next) focus(next);
      });
      order.push(part.id);
      parts.set(part.id, { node: content, button, badge, sign, words, sheet: sheet.id, order });
      (table ?? node).append(content);
    }
    return node;
  }

  function focus(id) {
    const part = parts.get(id);
    for (const other of part.order) parts.get(other).button.tabIndex = other === id ? 0 : -1;
    part.button.focus();
    part.node.scrollIntoView({ block: "nearest" });
  }

  function add(id) {
    if (cards.length >= question.max_findings) {
      tell("Больше отметок поставить нельзя.");
      return;
    }
    const card = finding({ fragment: id });
    push(card);
    unsign();
    changed();
    tell(`Отметка ${cards.length} поставлена.`);
    card.find.focus({ preventScroll: true });
    card.node.scrollIntoView({ block: "nearest" });
  }

  function push(card) {
    cards.push(card);
    list.append(card.node);
    number();
  }

  function number() {
    for (const part of parts.values()) { part.badge.textContent = ""; part.node.classList.remove("mf-marked"); }
    cards.forEach((card, place) => {
      const part = parts.get(card.fragment);
      card.legend.textContent = `Отметка ${place + 1}`;
      part.node.classList.add("mf-marked");
      part.badge.textContent += `${part.badge.textContent && ", "}${place + 1}`;
    });
  }

  function finding(given) {
    const part = parts.get(given.fragment);
    const legend = h("legend", {});
    const defects = select(question.defects, "— выберите дефект —", () => { unsign(); changed(); });
    defects.value = question.defects.some((one) => one.id === given.defect) ? given.defect : "";
    const count = h("small", { class: "mf-muted", role: "status" });
    const find = h("input", { type: "text", autocomplete: "off", oninput: narrow, onkeydown: (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      if (defects.options.length === 2) { defects.selectedIndex = 1; changed(); }
      defects.focus();
    } });
    const name = newId();
    const grades = Object.entries(GRAVITY).map(([id, word]) => {
      const input = h("input", { type: "radio", name, value: id, onchange: () => { unsign(); changed(); } });
      input.checked = id === given.severity;
      return [id, input, h("label", { class: "mf-chip" }, input, h("span", {}, word))];
    });
    const mend = question.ask_mend ? textarea({ rows: 2, maxLength: 2000, oninput: typed, spellcheck: true }) : null;
    if (mend) { mend.value = text(given.mend); mend.grow(); }
    const card = { fragment: given.fragment, legend, find, get: () => ({
      fragment: given.fragment, defect: defects.value || null,
      severity: grades.find(([, input]) => input.checked)?.[0] ?? null, mend: mend?.value ?? "",
    }) };
    const place = `«${part.words.length > 110 ? `${part.words.slice(0, 110)}…` : part.words}»`;
    card.node = h("fieldset", { class: "mf-card" }, legend,
      h("p", { class: "mf-muted" }, place),
      h("div", { class: "mf-row" }, field("Найти дефект по слову", find), field("Дефект", defects)), count,
      question.ask_severity ? h("div", { class: "mf-verdicts mf-three", role: "radiogroup", "aria-label": "Тяжесть" }, grades.map(([, , label]) => label)) : null,
      mend ? field("Как исправить (по желанию, на балл не влияет)", mend) : null,
      h("div", { class: "mf-buttons" },
        h("button", { type: "button", class: "mf-button mf-small mf-plain", onclick: () => { reader.open(part.sheet); focus(given.fragment); } }, "К месту в документе"),
        h("button", { type: "button", class: "mf-button mf-small", onclick: () => {
          cards.splice(cards.indexOf(card), 1);
          card.node.remove();
          unsign();
          number();
          changed();
          tell("Отметка удалена.");
          if (parts.get(given.fragment)) { reader.open(part.sheet); focus(given.fragment); }
        } }, "Удалить отметку")));
    return card;

    function narrow() {
      const wanted = find.value.toLowerCase().replaceAll("ё", "е").split(/\s+/).filter(Boolean).map((word) => word.slice(0, Math.max(4, word.length - 2)));
      const kept = defects.value;
      const fits = question.defects.filter((one) => wanted.every((word) => one.text.toLowerCase().replaceAll("ё", "е").includes(word)));
      const shown = question.defects.filter((one) => one.id === kept || fits.includes(one));
      defects.replaceChildren(defects.options[0], ...shown.map((one) => h("option", { value: one.id }, one.text)));
      defects.value = kept;
      count.textContent = wanted.length ? `Подходит: ${fits.length}` : "";
    }
  }

  function unsign() {
    for (const part of parts.values()) { part.sign.hidden = true; part.node.classList.remove("mf-found", "mf-missed"); }
  }

  return {
    get: () => ({ findings: cards.map((card) => card.get()) }),
    set(answer) {
      const given = object(answer).findings;
      cards.splice(0);
      list.replaceChildren();
      for (const one of Array.isArray(given) ? given : []) if (parts.has(object(one).fragment)) push(finding(one));
      number();
      tell();
    },
    mark({ reference, score }) {
      unsign();
      if (score?.outcome !== "scored") return;
      for (const one of reference?.planted ?? []) {
        const marked = cards.map((card) => card.get()).filter((mark) => one.fragments.includes(mark.fragment));
        const found = marked.find((mark) => one.defects.includes(mark.defect));
        const part = parts.get((found ?? marked[0])?.fragment ?? one.fragments[0]);
        part.node.classList.add(found ? "mf-found" : "mf-missed");
        part.sign.textContent = found ? " ✓ найдено" : marked.length ? " ◐ дефект другой" : one.firm === false ? " i проверьте" : " – пропущено";
        part.sign.hidden = false;
      }
    },
  };
}

export default { render: (context) => frame(context, markupForm) };
