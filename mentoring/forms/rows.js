// A small table as cards: rows of labelled fields to add, move and delete, with the keyboard too.
import { field, h, object, select, text, textarea } from "./form.js";

/** An input for a column or a field: choices, date, number, one line or free text. */
export function control(column, value, { changed, typed }) {
  if (column.choices?.length) {
    const choices = column.choices.map((choice) => (typeof choice === "string" ? { id: choice, text: choice } : choice));
    const node = select(choices, "— выберите —", changed);
    node.value = choices.some((choice) => choice.id === value) ? value : "";
    return node;
  }
  if (column.type === "date") return h("input", { type: "date", lang: "ru", max: "2099-12-31", value, oninput: typed });
  if (column.type === "number") return h("input", { type: "text", inputmode: "decimal", autocomplete: "off", maxLength: 30, value, oninput: typed });
  if (column.type === "line") return h("input", { type: "text", maxLength: Math.min(column.max_chars ?? 300, 300), value, oninput: typed, spellcheck: true });
  const node = textarea({ rows: 2, maxLength: column.maxLength ?? column.max_chars ?? 2000, oninput: typed, spellcheck: true });
  node.value = value;
  node.grow();
  return node;
}

/** `{ nodes, get, set }`: `nodes` go into the form, `get()` gives rows without empty ones at the end. */
export function rowCards({ columns, min, max, changed, typed, title = "Строка" }) {
  const list = h("div", { class: "mf-rows" });
  const add = h("button", { type: "button", class: "mf-button", onclick: () => {
    append({});
    number();
    list.lastElementChild.querySelector("input, select, textarea").focus();
    changed();
  } }, title === "Строка" ? "Добавить строку" : `Добавить: ${title.toLowerCase()}`);

  // six fields stand three and three, not five and one
  const lines = Math.ceil(columns.length / 5), inLine = Math.ceil(columns.length / lines);

  function append(values) {
    const legend = h("legend", {});
    const inputs = columns.map((column) => [column.id, control(column, text(object(values)[column.id]), { changed, typed })]);
    const button = (sign, word, act) => h("button", { type: "button", class: "mf-arrow", title: word, "aria-label": word,
      onclick: (event) => {
        const pressed = event.currentTarget;
        act();
        number();
        changed();
        if (pressed.isConnected) pressed.focus();
      } }, sign);
    const row = h("fieldset", { class: "mf-card" }, legend,
      h("div", { class: "mf-row", style: `--in-line: ${inLine}` }, columns.map((column, place) => field(column.title, inputs[place][1], column.hint))),
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

  function number() {
    [...list.children].forEach((row, place, all) => {
      row.querySelector("legend").textContent = `${title} ${place + 1} из ${all.length}`;
    });
    add.hidden = list.children.length >= max;
  }

  const cards = {
    nodes: [list, add],
    get() {
      const rows = [...list.children].map((row) => row.read());
      while (rows.length && Object.values(rows.at(-1)).every((value) => !value.trim())) rows.pop();
      return rows;
    },
    set(given) {
      const rows = Array.isArray(given) ? given.slice(0, max) : [];
      list.replaceChildren();
      for (let place = 0; place < Math.max(rows.length, min, 1); place += 1) append(rows[place] ?? {});
      number();
    },
  };
  cards.set([]);
  return cards;
}
