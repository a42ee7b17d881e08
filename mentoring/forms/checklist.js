// A checklist: documents to read beside criteria with a verdict and evidence each.
import { field, frame, h, newId, object, plural, text, textarea } from "./form.js";
import { pages } from "./pages.js";

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

export default { render: (context) => frame(context, checklistForm) };
