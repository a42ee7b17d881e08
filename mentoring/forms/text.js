// Free text, or a table of free texts with rows to add, move and delete.
import { field, frame, h, object, plural, text, textarea } from "./form.js";
import { rowCards } from "./rows.js";

function textForm({ question, body, host, changed, typed }) {
  if (question.rubric?.length) host.prepend(rubric(question.rubric));
  return question.columns.length ? table() : single();

  function single() {
    const area = textarea({ rows: 6, maxLength: question.max_chars, oninput: () => { count(); typed(); }, spellcheck: true });
    const counter = h("small", { class: "mf-muted" });
    const count = () => {
      const words = area.value.split(/\s+/).filter(Boolean).length;
      counter.textContent = `${plural(words, "слово", "слова", "слов")}${question.min_words ? `, нужно не меньше ${question.min_words}` : ""}; ${
        area.value.length} из ${plural(question.max_chars, "знака", "знаков", "знаков")}`;
    };
    const row = field("Ваш ответ", area);
    row.append(counter);
    body.append(row);
    return {
      get: () => ({ text: area.value, rows: [] }),
      set(answer) { area.value = text(object(answer).text); count(); area.grow(); },
    };
  }

  function table() {
    const cards = rowCards({ columns: question.columns.map((column) => ({ ...column, maxLength: question.max_chars })),
      min: question.min_rows, max: question.max_rows, changed, typed });
    body.append(...cards.nodes);
    return { get: () => ({ text: "", rows: cards.get() }), set: (answer) => cards.set(object(answer).rows) };
  }
}

function rubric(lines) {
  return h("details", { class: "mf-hint" }, h("summary", {}, "Как оценивается"),
    h("ul", {}, lines.map((line) => h("li", {}, h("strong", {}, line.criterion),
      h("ul", {}, line.levels.map((level) => h("li", {}, `${plural(level.points, "балл", "балла", "баллов")} — ${level.text}`,
        level.anchor ? h("small", { class: "mf-muted mf-example" }, `Например: ${level.anchor}`) : null)))))));
}

export default { render: (context) => frame(context, textForm) };
