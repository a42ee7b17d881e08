// A checklist: documents to read beside criteria with a verdict and evidence each.
import { field, frame, h, newId, object, plural, prose, text, textarea } from "./form.js";

const WORDS = { met: "выполнено", partial: "частично", violated: "нарушено", not_applicable: "не применимо" };

function checklistForm({ question, body, host, changed, typed }) {
  const documents = question.documents ?? [];
  const reader = documents.length ? pages(documents) : null;
  if (reader) {
    host.classList.add("mf-beside");
    host.prepend(reader.node);
  }
  const rows = new Map();
  const progress = h("p", { class: "mf-muted" });
  const tell = () => {
    const done = [...rows.values()].filter((row) => row.verdict()).length;
    progress.textContent = `Оценено: ${done} из ${plural(rows.size, "критерия", "критериев", "критериев")}`;
  };
  body.append(progress, ...question.criteria.map((criterion, place) => {
    const name = newId();
    const inputs = question.verdicts.map((id) => [id, h("input", { type: "radio", name, value: id, onchange: () => { tell(); changed(); } })]);
    const area = criterion.evidence ? textarea({ rows: 2, maxLength: 5000, oninput: typed, spellcheck: true }) : null;
    const document_ = documents.find((item) => item.id === criterion.document);
    rows.set(criterion.id, {
      verdict: () => inputs.find(([, input]) => input.checked)?.[0] ?? null,
      evidence: () => area?.value ?? "",
      set(value) {
        for (const [id, input] of inputs) input.checked = object(value).verdict === id;
        if (area) { area.value = text(object(value).evidence); area.grow(); }
      },
    });
    const quote = area && reader ? h("button", { type: "button", class: "mf-button mf-small", onclick: () => {
      const chosen = reader.selected();
      if (!chosen) { area.focus(); hint.textContent = "Сначала выделите текст в документе."; return; }
      hint.textContent = "";
      area.value = `${area.value}${area.value ? "\n" : ""}«${chosen}»`;
      area.grow();
      area.focus();
      typed();
    } }, "Вставить выделенное как цитату") : null;
    const hint = h("small", { class: "mf-muted", role: "status" });
    return h("fieldset", { class: "mf-card" },
      h("legend", {}, h("span", { class: "mf-place" }, `${place + 1}.`), ` ${criterion.text}`),
      h("div", { class: "mf-verdicts" }, inputs.map(([id, input]) => h("label", { class: "mf-chip" }, input, h("span", {}, WORDS[id] ?? id)))),
      area ? field(criterion.evidence_label, area) : null,
      quote || document_ ? h("div", { class: "mf-buttons" }, quote,
        document_ && documents.length > 1 ? h("button", { type: "button", class: "mf-button mf-small mf-plain", onclick: () => reader.open(document_.id, true) },
          `Открыть: ${document_.title}`) : null, hint) : null);
  }));
  tell();
  return {
    get() {
      const filled = [...rows].map(([id, row]) => [id, { verdict: row.verdict(), evidence: row.evidence() }]);
      return { rows: Object.fromEntries(filled.filter(([, row]) => row.verdict || row.evidence.trim())) };
    },
    set(answer) {
      const given = object(object(answer).rows);
      for (const [id, row] of rows) row.set(given[id]);
      tell();
    },
  };
}

/** Documents as tabs; arrows move between them; remembers what was last selected in them. */
function pages(documents) {
  let chosen = "";
  const tabs = [], sheets = [];
  const shelf = h("div", { class: "mf-tabs", role: "tablist", "aria-label": "Документы" });
  const node = h("div", { class: "mf-documents" }, shelf);
  documents.forEach((item, place) => {
    const tab = h("button", { type: "button", role: "tab", id: newId(), class: "mf-tab", onclick: () => open(item.id) }, item.title);
    const sheet = h("article", { class: "mf-sheet", role: "tabpanel", tabIndex: 0, "aria-labelledby": tab.id, id: newId() }, prose(item.html));
    tab.setAttribute("aria-controls", sheet.id);
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = (place + step + documents.length) % documents.length;
      open(documents[next].id);
      tabs[next].focus();
    });
    tabs.push(tab);
    sheets.push(sheet);
  });
  shelf.append(...tabs);
  node.append(...sheets);
  node.addEventListener("pointerup", note);
  node.addEventListener("keyup", note);

  function note() {
    const selection = document.getSelection();
    if (selection && !selection.isCollapsed && node.contains(selection.anchorNode)) chosen = selection.toString().replace(/\s+/g, " ").trim().slice(0, 1000);
  }

  function open(id, scroll = false) {
    documents.forEach((item, place) => {
      const shown = item.id === id;
      tabs[place].setAttribute("aria-selected", String(shown));
      tabs[place].tabIndex = shown ? 0 : -1;
      sheets[place].hidden = !shown;
    });
    if (scroll) node.scrollIntoView({ block: "nearest" });
  }

  open(documents[0].id);
  return { node, open, selected: () => chosen };
}

export default { render: (context) => frame(context, checklistForm) };
