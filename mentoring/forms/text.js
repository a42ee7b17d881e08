// Free text, or a table of free texts with rows to add, move and delete.
import { field, frame, h, object, plural, select, text, textarea } from "./form.js";

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
    const list = h("div", { class: "mf-rows" });
    const add = h("button", { type: "button", class: "mf-button", onclick: () => {
      append({});
      number();
      list.lastElementChild.querySelector("input, select, textarea").focus();
      changed();
    } }, "Добавить строку");
    body.append(list, add);

    function append(values) {
      const legend = h("legend", {});
      const inputs = question.columns.map((column) => [column.id, control(column, text(object(values)[column.id]))]);
      const button = (sign, word, act) => h("button", { type: "button", class: "mf-arrow", title: word, "aria-label": word,
        onclick: (event) => { act(); number(); changed(); event.currentTarget.isConnected && event.currentTarget.focus(); } }, sign);
      const row = h("fieldset", { class: "mf-card" }, legend,
        h("div", { class: "mf-row" }, question.columns.map((column, place) => field(column.title, inputs[place][1], column.hint))),
        h("div", { class: "mf-arrows" },
          button("↑", "Строку выше", () => row.previousElementSibling?.before(row)),
          button("↓", "Строку ниже", () => row.nextElementSibling?.after(row)),
          button("Удалить", "Удалить строку", () => {
            const filled = inputs.some(([, input]) => input.value.trim());
            if (filled && !confirm("Удалить строку вместе с её текстом?")) return;
            (row.nextElementSibling ?? row.previousElementSibling)?.querySelector("input, select, textarea")?.focus();
            row.remove();
            if (!list.children.length) append({});
          })));
      row.read = () => Object.fromEntries(inputs.map(([id, input]) => [id, input.value]));
      list.append(row);
    }

    function control(column, value) {
      if (column.choices.length) {
        const node = select(column.choices.map((choice) => ({ id: choice, text: choice })), "— выберите —", changed);
        node.value = column.choices.includes(value) ? value : "";
        return node;
      }
      if (column.type === "date") return h("input", { type: "date", lang: "ru", value, oninput: typed });
      const node = textarea({ rows: 2, maxLength: question.max_chars, oninput: typed, spellcheck: true });
      node.value = value;
      node.grow();
      return node;
    }

    function number() {
      [...list.children].forEach((row, place, all) => {
        row.querySelector("legend").textContent = `Строка ${place + 1} из ${all.length}`;
      });
      add.hidden = list.children.length >= question.max_rows;
    }

    return {
      get() {
        const rows = [...list.children].map((row) => row.read());
        while (rows.length && Object.values(rows.at(-1)).every((value) => !value.trim())) rows.pop();
        return { text: "", rows };
      },
      set(answer) {
        const rows = Array.isArray(object(answer).rows) ? object(answer).rows.slice(0, question.max_rows) : [];
        list.replaceChildren();
        for (let place = 0; place < Math.max(rows.length, question.min_rows, 1); place += 1) append(rows[place] ?? {});
        number();
      },
    };
  }
}

function rubric(lines) {
  return h("details", { class: "mf-hint" }, h("summary", {}, "Как оценивается"),
    h("ul", {}, lines.map((line) => h("li", {}, h("strong", {}, line.criterion),
      h("ul", {}, line.levels.map((level) => h("li", {}, `${plural(level.points, "балл", "балла", "баллов")} — ${level.text}`)))))));
}

export default { render: (context) => frame(context, textForm) };
