// Pairing by hand: banks to read, for every mentee a list of mentors and a reason, loads counted live.
import { field, frame, h, object, plural, select, text, textarea } from "./form.js";

const NONE = "none";

function pairingForm({ question, body, changed, typed }) {
  const limit = (id) => question.limits?.[id] ?? 1;
  const loads = new Map(question.mentors.map((mentor) => [mentor.id, h("span", { class: "mf-muted" })]));
  const bank = h("details", { class: "mf-hint", open: true }, h("summary", {}, "Банк наставников"),
    h("ul", { class: "mf-legend" }, question.mentors.map((mentor) => h("li", {},
      h("strong", {}, mentor.title), " — ", loads.get(mentor.id), mentor.facts?.length ? h("div", {}, mentor.facts.join("; ")) : ""))));
  const warning = h("p", { class: "mf-muted", role: "status", "aria-live": "polite" });
  const choices = question.mentors.map((mentor) => ({ id: mentor.id, text: mentor.title }));
  if (question.may_be_left) choices.push({ id: NONE, text: "Без наставника" });
  const rows = new Map();
  body.append(bank, warning, ...question.mentees.map((mentee, place) => {
    const list = select(choices, "— выберите —", () => { count(); changed(); });
    const area = textarea({ rows: 2, maxLength: 1500, oninput: typed, spellcheck: true });
    rows.set(mentee.id, { list, area });
    return h("fieldset", { class: "mf-card" },
      h("legend", {}, h("span", { class: "mf-place" }, `${place + 1}.`), ` ${mentee.title}`),
      facts(mentee),
      h("div", { class: "mf-row" }, field("Наставник", list), field(question.reason_label, area)));
  }));

  function count() {
    const chosen = [...rows.values()].map((row) => row.list.value);
    const over = [];
    for (const mentor of question.mentors) {
      const taken = chosen.filter((id) => id === mentor.id).length;
      loads.get(mentor.id).textContent = `занято ${taken} из ${limit(mentor.id)}`;
      if (taken > limit(mentor.id)) over.push(`${mentor.title}: ${taken} из ${limit(mentor.id)}`);
    }
    const done = chosen.filter(Boolean).length;
    warning.textContent = `Выбрано: ${done} из ${plural(rows.size, "наставляемого", "наставляемых", "наставляемых")}.${
      over.length ? ` Нагрузка превышена — ${over.join("; ")}.` : ""}`;
    warning.classList.toggle("mf-state-bad", over.length > 0);
  }

  count();
  return {
    get() {
      const filled = [...rows].map(([id, row]) => [id, { mentor: row.list.value, reason: row.area.value }]);
      return { pairs: Object.fromEntries(filled.filter(([, one]) => one.mentor || one.reason.trim())) };
    },
    set(answer) {
      const pairs = object(object(answer).pairs);
      for (const [id, row] of rows) {
        const one = object(pairs[id]);
        row.list.value = choices.some((choice) => choice.id === one.mentor) ? one.mentor : "";
        row.area.value = text(one.reason);
        row.area.grow();
      }
      count();
    },
  };
}

function facts(person) {
  return person.facts?.length ? h("ul", {}, person.facts.map((fact) => h("li", {}, fact))) : "";
}

export default { render: (context) => frame(context, pairingForm) };
