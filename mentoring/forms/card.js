// A card: sections of labelled fields and small tables; what the question's rules say stands beside it.
import { field, frame, h, newId, object, options, text } from "./form.js";
import { livePanel } from "./live.js";
import { control, rowCards } from "./rows.js";

function cardForm({ question, body, host, changed, typed, model, ending }) {
  const parts = new Map();
  let place = body;
  for (const slot of question.slots) {
    if (slot.section) {
      place = h("fieldset", { class: "mf-section" }, h("legend", {}, h("strong", {}, slot.section)));
      body.append(place);
    }
    const part = slot.type === "rows" ? table(slot) : slot.several ? several(slot) : single(slot);
    parts.set(slot.id, part);
    place.append(part.node);
  }
  if (question.rules.length) host.prepend(rules(question));
  ending(livePanel(host, model, "Что видно по карточке", "Замечаний нет: заполненное не спорит само с собой. О смысле судит человек."));
  host.querySelector(".mf-live").classList.add("mf-near"); // a card is long: remarks stay in sight

  function single(slot) {
    const input = control(slot, "", { changed, typed });
    const note = [slot.hint, slot.min_words ? `не меньше ${slot.min_words} слов` : "", slot.required ? "" : "необязательно"];
    const node = field(slot.title, input, note.filter(Boolean).join("; "));
    if (slot.type === "text" || slot.type === "line") node.classList.add("mf-wide");
    return {
      node,
      get: () => input.value,
      set(value) { input.value = text(value); input.grow?.(); },
      empty: (value) => !value.trim(),
    };
  }

  function several(slot) {
    const list = options(slot.choices, { multiple: true, name: newId(), onchange: changed });
    const head = h("p", { id: newId() }, h("strong", {}, slot.title));
    list.list.setAttribute("role", "group");
    list.list.setAttribute("aria-labelledby", head.id);
    return {
      node: h("div", { class: "mf-field mf-wide" }, head, slot.hint ? h("small", { class: "mf-muted" }, slot.hint) : null, list.list),
      get: list.get,
      set: list.set,
      empty: (value) => !value.length,
    };
  }

  function table(slot) {
    const cards = rowCards({ columns: slot.columns, min: Math.max(1, slot.min_rows), max: slot.max_rows, changed, typed, title: slot.row_title });
    const head = h("p", { id: newId() }, h("strong", {}, slot.title));
    return {
      node: h("div", { class: "mf-field mf-wide", role: "group", "aria-labelledby": head.id }, head,
        slot.hint ? h("small", { class: "mf-muted" }, slot.hint) : null, ...cards.nodes),
      get: cards.get,
      set: cards.set,
      empty: (value) => !value.length,
    };
  }

  return {
    get() {
      const given = [...parts].map(([id, part]) => [id, part.get(), part]);
      return { fields: Object.fromEntries(given.filter(([, value, part]) => !part.empty(value)).map(([id, value]) => [id, value])) };
    },
    set(answer) {
      const fields = object(object(answer).fields);
      for (const [id, part] of parts) part.set(fields[id]);
    },
  };
}

/** What is checked by the program, shown beforehand. */
function rules(question) {
  const graded = question.rules.filter((rule) => rule.points > 0);
  if (!graded.length) return "";
  const total = question.filled_points + graded.reduce((sum, rule) => sum + rule.points, 0);
  const share = (points) => `${Math.round((100 * points) / total)} %`;
  return h("details", { class: "mf-hint" }, h("summary", {}, "Что проверит программа"),
    h("ul", {}, h("li", {}, `Полнота: все обязательные места заполнены — ${share(question.filled_points)}`),
      graded.map((rule) => h("li", {}, `${rule.criterion} — ${share(rule.points)}`))));
}

function render(context) {
  const ends = [];
  const { model } = context;
  ends.push(frame(context, (tools) => cardForm({ ...tools, model, ending: (end) => ends.push(end) })));
  return () => ends.forEach((end) => end());
}

export default { render };
