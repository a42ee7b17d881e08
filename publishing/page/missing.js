// What is still empty, in the words of the kinds' own `missing` in Python; a test holds both equal. A kind that is not
// named here is complete as soon as it was answered.

const lower = (words) => words.slice(0, 1).toLowerCase() + words.slice(1);
const blank = (value) => value === null || value === undefined || String(value).trim() === "";
const dict = (value) => (value && typeof value === "object" && !Array.isArray(value) ? value : {});
const array = (value) => (Array.isArray(value) ? value : []);
const wordsOf = (value) => String(value ?? "").match(/[\p{L}\p{N}]+/gu) ?? [];
const unitOf = (value) => (typeof value === "string" ? value.trim().match(/^[≈~=]?\s?[-−–—]?[\d\s.,]+(\D*)$/)?.[1].trim() ?? "" : "");
const much = (count, one, few, many) => {
  const tens = count % 100, ones = count % 10;
  return `${count}\u00a0${tens > 10 && tens < 20 ? many : ones === 1 ? one : ones > 1 && ones < 5 ? few : many}`;
};
const said = (row) => Object.entries(dict(row)).some(([name, value]) => !["id", "deficits", "tasks"].includes(name) && !blank(value));
const filled = (rows) => array(rows).map((row) => Object.fromEntries(Object.entries(dict(row)).filter(([, cell]) => !blank(cell)))).filter((row) => Object.keys(row).length);

/** What a place of a card lacks: nothing, "." for an empty one, ". …" for why it does not count. `seen`: texts so far. */
const short = (slot, value, seen) => {
  if (!value) return ".";
  if (slot.type === "choice") return value.split("; ").every((one) => slot.choices.some((choice) => choice.id === one)) ? "" : ". — не из списка";
  if (slot.type === "number") return /^[-−–]?\d[\d\s\u00a0]*([.,]\d+)?$/.test(value) && value.length <= 15 ? "" : ". — нужно число";
  if (slot.type === "date") return /^\d{4}-\d\d-\d\d/.test(value) ? "" : ". — нужна дата";
  const given = wordsOf(value.toLowerCase().replaceAll("ё", "е")), more = (slot.min_words ?? 0) - given.length;
  if (more > 0) return `. — ещё хотя бы ${much(more, "слово", "слова", "слов")}`;
  if (given.length >= 12 && new Set(given).size < 0.4 * given.length) return ". — слова повторяются";
  if (seen && given.length >= 6) {
    if (seen.has(given.join(" "))) return ". — тот же текст, что выше";
    seen.add(given.join(" "));
  }
  return "";
};

const MISSING = {
  choice: (q, a) => (array(a.chosen).length ? [] : [q.multiple ? "отметить хотя бы один вариант" : "выбрать вариант"]),
  matching: (q, a) => q.left.filter((item) => !dict(a.pairs)[item.id]).map((item) => `пара для «${item.text}»`),
  ordering: (q, a) => (array(a.order).length ? q.items.filter((item) => !a.order.includes(item.id)).map((item) => `место для «${item.text}»`) : ["расставить по порядку"]),
  number: (q, a) => [
    ...(blank(a.value) ? [lower(q.label)] : []),
    ...(q.units?.length && !a.unit && !unitOf(a.value) ? ["единица измерения"] : []),
  ],
  indicator(q, a) {
    const labels = { numerator: q.numerator_label, denominator: q.denominator_label, value: q.value_label, unit: "Единица измерения", conclusion: "Вывод" };
    const given = { numerator: !blank(a.numerator), denominator: !blank(a.denominator), value: !blank(a.value),
      unit: a.unit || unitOf(a.value), conclusion: a.conclusion };
    return [...new Set(q.ask)].filter((part) => part !== "conclusion" || q.conclusions.length).filter((part) => !given[part]).map((part) => lower(labels[part]));
  },
  checklist: (q, a) => q.criteria.flatMap((criterion, at) => {
    const row = dict(dict(a.rows)[criterion.id]);
    return [
      row.verdict ? "" : `оценка по критерию ${at + 1}`,
      criterion.evidence && row.verdict !== "not_applicable" && blank(row.evidence) ? `цитата или пояснение к критерию ${at + 1}` : "",
    ].filter(Boolean);
  }),
  text(q, a) {
    if (!q.columns.length) {
      const short = q.min_words - String(a.text ?? "").split(/\s+/).filter(Boolean).length;
      return blank(a.text) ? ["текст ответа"] : short > 0 ? [`ещё хотя бы ${much(short, "слово", "слова", "слов")}`] : [];
    }
    const rows = filled(a.rows);
    const short = q.min_rows - rows.length;
    return [
      ...rows.flatMap((row, at) => q.columns.filter((column) => !(column.id in row)).map((column) => `строка ${at + 1}: ${lower(column.title)}`)),
      ...(short > 0 ? [`ещё ${much(short, "строка", "строки", "строк")}`] : []),
    ];
  },
  roadmap(q, a) {
    const names = q.columns.map((column) => column.id);
    const given = (rows) => array(rows).map((row) => Object.fromEntries(names.map((name) => [name, String(dict(row)[name] ?? "").trim()])))
      .filter((row) => names.some((name) => name !== "stage" && row[name])).slice(0, q.max_rows);
    const rows = given(a.rows);
    if (!rows.length || JSON.stringify(rows) === JSON.stringify(given(q.start))) {
      return [q.start?.length ? "исправить и дополнить карту" : "строки дорожной карты"];
    }
    const short = q.min_rows - rows.length;
    return [
      ...rows.flatMap((row, at) => q.columns.filter((column) => !row[column.id]).map((column) => `строка ${at + 1}: ${lower(column.title)}`)),
      ...(short > 0 ? [`ещё ${much(short, "строка", "строки", "строк")}`] : []),
    ];
  },
  pairing: (q, a) => q.mentees.flatMap((mentee) => {
    const one = dict(dict(a.pairs)[mentee.id]);
    return [one.mentor ? "" : `наставник: ${mentee.title}`, wordsOf(one.reason).length ? "" : `причина: ${mentee.title}`].filter(Boolean);
  }),
  route(q, a) {
    const tasks = array(a.tasks).filter(said);
    if (!tasks.length) return ["задачи маршрута"];
    const empty = tasks.flatMap((task, at) => [
      ...[["дефицит", array(task.deficits).length], ["формулировка", task.wording], ["критерий", task.criterion], ["срок", task.due]]
        .filter(([, value]) => !value || blank(value)).map(([name]) => `задача ${at + 1}: ${name}`),
      ...[["мероприятие", a.activities], ["перенос в практику", a.transfers], ["доказательство", a.evidence]]
        .filter(([, rows]) => !array(rows).some((row) => array(row.tasks).includes(task.id) && said(row))).map(([name]) => `задача ${at + 1}: ${name}`),
    ]);
    return array(a.reflections).some(said) ? empty : [...empty, "рефлексия"];
  },
  markup(q, a) {
    const marks = array(a.findings);
    if (!marks.length) return ["хотя бы одна отметка в документе"];
    return marks.flatMap((one, at) => [one.defect ? "" : `дефект отметки ${at + 1}`,
      q.ask_severity && !one.severity ? `тяжесть отметки ${at + 1}` : ""].filter(Boolean));
  },
  classification: (q, a) => q.axes.flatMap((axis) => {
    const given = dict(dict(a.axes)[axis.id]);
    return [given.chosen ? "" : `выбор: ${axis.title.toLowerCase()}`,
      q.features?.length && !array(given.features).length ? `признаки: ${axis.title.toLowerCase()}` : ""].filter(Boolean);
  }),
  document: (q, a) => [...(array(a.files).length ? [] : ["файл"]),
    ...q.criteria.filter((one) => one.evidence && blank(dict(a.evidence)[one.id])).map((one) => `цитата к критерию ${one.id}`)],
  card(q, a) {
    const seen = new Set();
    return q.slots.flatMap((slot) => {
      const given = dict(a.fields)[slot.id];
      if (slot.type !== "rows") {
        const value = Array.isArray(given) ? given.filter((one) => typeof one === "string").join("; ") : String(given ?? "").trim();
        const why = slot.required ? short(slot, value, seen) : "";
        return why ? [lower(slot.title) + why.slice(1)] : [];
      }
      const rows = array(given).map((row) => slot.columns.map((cell) => [cell, String(dict(row)[cell.id] ?? "").trim()]))
        .filter((row) => row.some(([, value]) => value)).slice(0, slot.max_rows);
      const lacking = rows.flatMap((row, at) => row.map(([cell, value]) => [cell, cell.required ? short(cell, value) : ""])
        .filter(([, why]) => why).map(([cell, why]) => `${lower(slot.row_title)} ${at + 1}: ${lower(cell.title)}${why.slice(1)}`));
      return [...lacking, ...Array(Math.max(0, slot.required ? slot.min_rows - rows.length : 0)).fill(`${lower(slot.title)} — ещё одна строка`)];
    });
  },
  code: (q, a) => (q.alternative ? MISSING.indicator(q.alternative, a) : ["выражение в ячейке с кодом"]),
};

/** Short Russian phrases; empty when nothing is missing. `source`: what was written in the cell of a code task. */
function missingOf(question, answer, source = "") {
  if (question.kind === "code" && source.trim()) return [];
  const ask = MISSING[question.kind];
  if (!ask) return answer === null || answer === undefined ? ["ответ"] : [];
  try { return ask(question, dict(answer)); } catch { return ["ответ"]; }
}
