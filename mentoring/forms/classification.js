// Classification of a case: a choice on every axis with the features of the case that it rests on.
import { field, frame, h, newId, object, options, prose, select } from "./form.js";

const FEW = 5;

function classificationForm({ question, body, changed }) {
  const features = question.features ?? [];
  if (question.case_html) body.append(prose(question.case_html, "mf-case"));
  const axes = question.axes.map((axis) => {
    const few = axis.options.length <= FEW;
    const list = few ? options(axis.options, { multiple: false, name: newId(), onchange: changed })
      : select(axis.options, "— выберите —", changed);
    const signs = features.map((one) => [one.id, h("input", { type: "checkbox", value: one.id, onchange: () => { tell(); changed(); } }), one.text]);
    const count = h("span", { class: "mf-muted" });
    const tell = () => {
      const chosen = signs.filter(([, input]) => input.checked).length;
      count.textContent = chosen ? ` (отмечено: ${chosen})` : "";
    };
    const node = h("fieldset", { class: "mf-card" }, h("legend", {}, axis.title),
      few ? list.list : field(`${axis.title}: вариант`, list),
      signs.length ? h("div", { class: "mf-links", role: "group", "aria-label": `${axis.title}: на чём основан выбор` },
        h("p", { class: "mf-muted mf-wide" }, "На чём основан выбор? Отметьте только решающее.", count),
        signs.map(([, input, words]) => h("label", { class: "mf-chip mf-link" }, input, h("span", {}, words)))) : null);
    body.append(node);
    return [axis.id, {
      chosen: () => (few ? list.get()[0] ?? null : list.value || null),
      features: () => signs.filter(([, input]) => input.checked).map(([id]) => id),
      set(given) {
        const chosen = object(given).chosen;
        if (few) list.set(chosen ? [chosen] : []);
        else list.value = axis.options.some((one) => one.id === chosen) ? chosen : "";
        const marked = object(given).features;
        for (const [id, input] of signs) input.checked = Array.isArray(marked) && marked.includes(id);
        tell();
      },
    }];
  });
  return {
    get() {
      const given = axes.map(([id, axis]) => [id, { chosen: axis.chosen(), features: axis.features() }]);
      return { axes: Object.fromEntries(given.filter(([, one]) => one.chosen || one.features.length)) };
    },
    set(answer) {
      const given = object(object(answer).axes);
      for (const [id, axis] of axes) axis.set(given[id]);
    },
  };
}

export default { render: (context) => frame(context, classificationForm) };
