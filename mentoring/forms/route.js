// A learning route: deficits → tasks → work → transfer → evidence, rows linked by checkboxes.
// What the checks of the kernel say stands beside.
import { field, frame, h, newId, object, select, text, textarea } from "./form.js";
import { livePanel } from "./live.js";

const MAX_TEXT = 2000;
const MAX_ROWS = 20;
const area = (name, label, hint = "") => ({ name, label, hint, type: "area" });
const due = (label = "Срок") => ({ name: "due", label, type: "date" });

const SECTIONS = [
  { name: "deficits", prefix: "o", one: "Свой дефицит", title: "Свои дефициты", add: "Добавить дефицит",
    fields: [area("text", "Чего не хватает"), area("method", "Чем выявлено", "Посещение урока, срез, анкета, самодиагностика"), area("result", "Что показала диагностика")] },
  { name: "tasks", prefix: "t", one: "Задача", title: "Задачи", add: "Добавить задачу", links: "deficits",
    fields: [area("wording", "Задача", "Что педагог будет делать иначе: глагол и предмет"),
      area("criterion", "Критерий", "Сколько, из скольких и чем это увидят"), due()] },
  { name: "activities", prefix: "a", one: "Мероприятие", title: "Мероприятия", add: "Добавить мероприятие", links: "tasks",
    fields: [area("what", "Что делается"), { name: "form", label: "Форма", type: "form" }, { name: "where", label: "Где", type: "line" },
      { name: "hours", label: "Часы", type: "line" }, due()] },
  { name: "transfers", prefix: "p", one: "Перенос", title: "Перенос в практику", add: "Добавить перенос", links: "tasks",
    fields: [area("what", "Что применяется на занятии"), { name: "lesson", label: "На каком занятии", type: "line", hint: "Предмет, класс, тема" }, due("Когда")] },
  { name: "evidence", prefix: "e", one: "Доказательство", title: "Доказательства", add: "Добавить доказательство", links: "tasks",
    fields: [area("what", "По чему видно, что занятие изменилось"), due("Когда")] },
  { name: "reflections", prefix: "r", one: "Встреча", title: "Рефлексия и методический аудит", add: "Добавить встречу",
    fields: [area("what", "О чём встреча и с кем"), due("Когда")] },
];

function routeForm({ question, body, host, changed, typed, model, ending }) {
  const said = h("span", { class: "mf-hidden", "aria-live": "polite" });
  const parts = new Map();
  const given = question.deficits.map((item, place) => ({ id: item.id, label: `${place + 1}. ${item.text}` }));
  const decision = textarea({ rows: 2, maxLength: MAX_TEXT, oninput: typed, spellcheck: true });

  body.append(h("p", { class: "mf-muted" }, `Период маршрута: ${day(question.starts)} — ${day(question.ends)}.`,
    question.hours_per_week ? ` Время педагога: ${String(question.hours_per_week).replace(".", ",")} ч в неделю.` : ""));
  if (given.length) {
    body.append(h("h4", { class: "mf-part" }, "Дефициты"), h("ol", { class: "mf-given" }, question.deficits.map((item) => h("li", {}, item.text,
      item.evidence ? h("small", { class: "mf-muted" }, ` Диагностика: ${item.evidence}`) : null))));
  }
  for (const section of SECTIONS) {
    if (section.name === "deficits" && !question.own_deficits) continue;
    const part = makePart(section);
    parts.set(section.name, part);
    body.append(part.node);
  }
  body.append(h("h4", { class: "mf-part" }, "Итог"), field("Чем закончится маршрут", decision, "Кто и по чему решит, завершить его или продолжить"), said);
  ending(livePanel(host, model, "Что видно по маршруту", "Замечаний нет: связи, сроки и формулировки проверены. По смыслу решайте сами."));

  /** Rows that others may be linked to: id and what to call them. */
  function targets(name) {
    const rows = parts.has(name) ? parts.get(name).rows() : [];
    const own = rows.map((row, place) => ({ id: row.id, label: `${(name === "deficits" ? given.length : 0) + place + 1}. ${row.heading() || "без названия"}` }));
    return name === "deficits" ? [...given, ...own] : own;
  }

  function relink() {
    for (const [name, part] of parts) {
      part.number();
      const { links } = SECTIONS.find((section) => section.name === name);
      if (links) part.rows().forEach((row) => row.relink(targets(links)));
    }
  }

  function makePart(section) {
    const list = h("div", { class: "mf-rows" });
    const title = h("h4", { class: "mf-part", id: newId() }, section.title);
    const add = h("button", { type: "button", class: "mf-button", onclick: () => {
      const row = append({});
      relink();
      const links = row.boxes();
      if (section.links === "tasks" && links.length === 1) links[0].checked = true;
      row.node.querySelector("textarea").focus();
      changed();
    } }, section.add);
    const most = section.name === "tasks" ? question.max_tasks : MAX_ROWS;
    let rows = [];
    let last = 0;

    function append(values) {
      const number = Number(text(values.id).replace(section.prefix, ""));
      last = Math.max(last, Number.isInteger(number) ? number : 0);
      const row = makeRow(section, text(values.id) || `${section.prefix}${++last}`, object(values), { move, remove, drop });
      rows.push(row);
      list.append(row.node);
      return row;
    }

    function arrange(order) {
      rows = order;
      const focused = document.activeElement;
      list.append(...rows.map((row) => row.node));
      focused?.isConnected && list.contains(focused) && focused.focus();
      relink();
      changed();
    }

    function move(row, step) {
      const place = rows.indexOf(row), next = place + step;
      if (next < 0 || next >= rows.length) return;
      const order = [...rows];
      order.splice(next, 0, ...order.splice(place, 1));
      arrange(order);
      said.textContent = `Место ${next + 1} из ${rows.length}`;
    }

    function drop(dragged, target) {
      const row = rows.find((one) => one.id === dragged);
      if (!row || row === target) return;
      const order = rows.filter((one) => one !== row);
      order.splice(rows.indexOf(target), 0, row);
      arrange(order);
    }

    function remove(row) {
      if (row.filled() && !confirm("Удалить строку вместе с её текстом?")) return;
      const place = rows.indexOf(row);
      rows = rows.filter((one) => one !== row);
      row.node.remove();
      relink();
      (rows[Math.min(place, rows.length - 1)]?.node.querySelector("textarea") ?? add).focus();
      changed();
    }

    return {
      node: h("section", { "aria-labelledby": title.id }, title, list, add),
      rows: () => rows,
      number() {
        rows.forEach((row, place) => row.number(place + 1, rows.length));
        add.hidden = rows.length >= most;
      },
      get: () => rows.filter((row) => row.filled() || row.linked()).map((row) => row.read()),
      set(values) {
        const kept = (Array.isArray(values) ? values : []).map(object).slice(0, MAX_ROWS);
        rows = [];
        last = 0;
        list.replaceChildren();
        for (const value of kept) append(value);
        if (!rows.length && section.name === "tasks") append({});
      },
    };
  }

  function makeRow(section, id, values, act) {
    const legend = h("legend", {});
    const inputs = section.fields.map((column) => [column, control(column, text(values[column.name]))]);
    const links = section.links ? h("fieldset", { class: "mf-links" }) : null;
    let chosen = Array.isArray(values[section.links]) ? values[section.links].filter((one) => typeof one === "string") : [];
    const button = (sign, word, act_) => h("button", { type: "button", class: "mf-arrow", title: word, "aria-label": `${word}: ${section.one.toLowerCase()}`,
      onclick: (event) => { act_(); event.currentTarget.isConnected && event.currentTarget.focus(); } }, sign);
    const grip = h("span", { class: "mf-grip", draggable: true, title: "Перетащить", "aria-hidden": "true" }, "⠿");
    const row = {
      id,
      node: h("fieldset", { class: "mf-card", "data-id": id }, legend,
        h("div", { class: "mf-row" }, inputs.map(([column, input]) => field(column.label, input, column.hint))), links,
        h("div", { class: "mf-arrows" }, grip, button("↑", "Выше", () => act.move(row, -1)), button("↓", "Ниже", () => act.move(row, 1)),
          h("button", { type: "button", class: "mf-arrow", "aria-label": `Удалить: ${section.one.toLowerCase()}`, onclick: () => act.remove(row) }, "Удалить"))),
      heading() { const words = inputs[0][1].value.trim(); return words.length > 48 ? `${words.slice(0, 47)}…` : words; },
      filled: () => inputs.some(([, input]) => input.value.trim()),
      linked: () => row.boxes().some((box) => box.checked),
      boxes: () => [...(links?.querySelectorAll("input") ?? [])],
      number(place, all) { legend.textContent = `${section.one} ${place} из ${all}`; },
      relink(options) {
        if (links.childElementCount) chosen = row.boxes().filter((box) => box.checked).map((box) => box.value);
        links.replaceChildren(h("legend", {}, section.links === "tasks" ? "Для каких задач" : "На какие дефициты отвечает"),
          ...(options.length ? options.map((option) => h("label", { class: "mf-chip mf-link" },
            h("input", { type: "checkbox", value: option.id, checked: chosen.includes(option.id), onchange: changed }), h("span", {}, option.label)))
            : [h("p", { class: "mf-muted" }, section.links === "tasks" ? "Сначала запишите задачу." : "Сначала назовите дефицит.")]));
      },
      read() {
        const read = { id };
        if (section.links) read[section.links] = row.boxes().filter((box) => box.checked).map((box) => box.value);
        for (const [column, input] of inputs) read[column.name] = input.value;
        return read;
      },
    };
    if (section.name === "tasks" || section.name === "deficits") inputs[0][1].addEventListener("change", relink);
    grip.addEventListener("dragstart", (event) => {
      if (body.disabled) { event.preventDefault(); return; }
      event.dataTransfer.setData("text/plain", `${section.name}|${id}`);
      event.dataTransfer.setDragImage(row.node, 10, 10);
    });
    row.node.addEventListener("dragover", (event) => event.preventDefault());
    row.node.addEventListener("drop", (event) => {
      const [name, dragged] = event.dataTransfer.getData("text/plain").split("|");
      if (name !== section.name) return;
      event.preventDefault();
      act.drop(dragged, row);
    });
    return row;
  }

  function control(column, value) {
    if (column.type === "date") return h("input", { type: "date", lang: "ru", max: "2099-12-31", value, oninput: typed });
    if (column.type === "line") return h("input", { type: "text", value, maxLength: 300, oninput: typed, spellcheck: true });
    if (column.type === "form") {
      const node = select(question.forms, "— выберите —", changed);
      node.value = question.forms.some((form) => form.id === value) ? value : "";
      return node;
    }
    const node = textarea({ rows: 2, maxLength: MAX_TEXT, oninput: typed, spellcheck: true });
    node.value = value;
    node.grow();
    return node;
  }

  const form = {
    get: () => ({ ...Object.fromEntries([...parts].map(([name, part]) => [name, part.get()])), decision: decision.value }),
    set(answer) {
      for (const [name, part] of parts) part.set(object(answer)[name]);
      decision.value = text(object(answer).decision);
      decision.grow();
      relink();
    },
  };
  form.set(null);
  return form;
}

/** 2026-10-01 → 01.10.2026. */
const day = (value) => text(value).replace(/^(\d{4})-(\d\d)-(\d\d)$/, "$3.$2.$1");

function render(context) {
  const ends = [];
  const { model } = context;
  ends.push(frame(context, (tools) => routeForm({ ...tools, model, ending: (end) => ends.push(end) })));
  return () => ends.forEach((end) => end());
}

export default { render };
