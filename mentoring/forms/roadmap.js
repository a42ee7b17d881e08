// A roadmap: rows as cards with labelled fields, to add, move and delete; starts from the rows of the question.
import { field, frame, h, object, plural, select, text, textarea } from "./form.js";

function roadmapForm({ question, body, changed, typed }) {
  const start = Array.isArray(question.start) ? question.start : [];
  const list = h("div", { class: "mf-rows" });
  const said = h("p", { class: "mf-muted", role: "status" });
  const add = h("button", { type: "button", class: "mf-button", onclick: () => insert(null) }, "Добавить строку в конец");
  const reset = h("button", { type: "button", class: "mf-button mf-plain", onclick: () => {
    if (!confirm("Вернуть исходную карту? Все ваши правки пропадут.")) return;
    fill(start);
    changed();
    said.textContent = "Исходная карта возвращена.";
  } }, "Вернуть исходную карту");
  body.append(h("p", { class: "mf-muted" }, `Период плана: ${day(question.starts)}–${day(question.ends)}. Строк: не меньше ${question.min_rows}, не больше ${question.max_rows}.`),
    ...[hints()].filter(Boolean), list, h("div", { class: "mf-buttons" }, add, start.length ? reset : null), said);

  function hints() {
    const told = question.columns.filter((column) => column.hint);
    return told.length ? h("details", { class: "mf-hint" }, h("summary", {}, "Что писать в столбцах"),
      h("ul", {}, told.map((column) => h("li", {}, h("strong", {}, column.title), `: ${column.hint}`)))) : null;
  }

  function insert(after) {
    const row = card({});
    if (after) after.after(row); else list.append(row);
    number();
    changed();
    row.querySelector("select, input, textarea").focus();
    said.textContent = "Строка добавлена.";
  }

  function card(values) {
    const legend = h("legend", {});
    const inputs = question.columns.map((column) => [column.id, control(column, text(object(values)[column.id]))]);
    const button = (sign, word, act) => h("button", { type: "button", class: "mf-arrow", title: word, "aria-label": word,
      onclick: (event) => {
        const button = event.currentTarget;
        act();
        number();
        changed();
        if (button.isConnected) button.focus();
      } }, sign);
    const row = h("fieldset", { class: "mf-card" }, legend,
      h("div", { class: "mf-row", style: "grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr))" },
        question.columns.map((column, place) => field(column.title, inputs[place][1]))),
      h("div", { class: "mf-arrows" },
        button("↑", "Строку выше", () => { row.previousElementSibling?.before(row); tell(row); }),
        button("↓", "Строку ниже", () => { row.nextElementSibling?.after(row); tell(row); }),
        h("button", { type: "button", class: "mf-arrow", title: "Добавить строку ниже", "aria-label": "Добавить строку ниже",
          onclick: () => { if (list.children.length < question.max_rows) insert(row); } }, "+ ниже"),
        button("Удалить", "Удалить строку", () => {
          const filled = inputs.some(([, input]) => input.value.trim());
          if (filled && !confirm("Удалить строку вместе с её текстом?")) return;
          const near = row.nextElementSibling ?? row.previousElementSibling;
          row.remove();
          if (!list.children.length) list.append(card({}));
          (near ?? list.firstElementChild).querySelector("select, input, textarea").focus();
          said.textContent = "Строка удалена.";
        })));
    row.read = () => Object.fromEntries(inputs.map(([id, input]) => [id, input.value]));
    return row;
  }

  function tell(row) {
    said.textContent = `Теперь это строка ${[...list.children].indexOf(row) + 1} из ${list.children.length}.`;
  }

  function control(column, value) {
    if (column.choices?.length) {
      const node = select(column.choices.map((choice) => ({ id: choice, text: choice })), "— выберите —", changed);
      node.value = column.choices.includes(value) ? value : "";
      return node;
    }
    const node = textarea({ rows: 2, maxLength: 2000, oninput: typed, spellcheck: true });
    node.value = value;
    node.grow();
    return node;
  }

  function number() {
    [...list.children].forEach((row, place, all) => {
      row.querySelector("legend").textContent = `Строка ${place + 1} из ${all.length}`;
    });
    add.disabled = list.children.length >= question.max_rows;
    add.title = add.disabled ? `Больше ${plural(question.max_rows, "строки", "строк", "строк")} нельзя` : "";
  }

  function fill(rows) {
    list.replaceChildren(...rows.slice(0, question.max_rows).map(card));
    while (list.children.length < Math.max(1, start.length ? 1 : question.min_rows)) list.append(card({}));
    number();
  }

  fill(start);
  return {
    get() {
      const rows = [...list.children].map((row) => row.read());
      while (rows.length && Object.values(rows.at(-1)).every((value) => !value.trim())) rows.pop();
      return { rows };
    },
    set(answer) {
      const rows = object(answer).rows;
      fill(Array.isArray(rows) && rows.length ? rows : start);
    },
  };
}

function day(iso) {
  const [year, month, date] = String(iso).split("-");
  return `${date}.${month}.${year}`;
}

export default { render: (context) => frame(context, roadmapForm) };
