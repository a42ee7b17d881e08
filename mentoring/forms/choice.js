// Choice of one or several options.
import { frame, h, newId, object, options, verdict } from "./form.js";

function choiceForm({ question, body, changed }) {
  const group = options(question.options, { multiple: question.multiple, name: newId(), onchange: () => { clean(); changed(); } });
  body.append(h("p", { class: "mf-muted" }, question.multiple ? "Можно выбрать несколько вариантов." : "Выберите один вариант."), group.list);

  function clean() {
    for (const note of group.list.querySelectorAll(".mf-why")) note.remove();
  }

  return {
    get: () => ({ chosen: group.get() }),
    set: (answer) => { clean(); group.set(object(answer).chosen); },
    explains: question.options.map((option) => option.text),
    mark({ reference }) {
      clean();
      const correct = reference?.correct ?? [];
      for (const [id, { input, holder }] of group.rows) {
        const right = correct.includes(id);
        const kind = right === input.checked ? (right ? "right" : "info") : right ? "partial" : "wrong";
        const word = { right: "Верно", info: "Верно, что не отмечено", partial: "Это верный вариант", wrong: "Это неверный вариант" }[kind];
        holder.append(h("div", { class: "mf-why" }, verdict(kind, word), " ", reference?.explain?.[id] ?? ""));
      }
    },
  };
}

export default { render: (context) => frame(context, choiceForm) };
