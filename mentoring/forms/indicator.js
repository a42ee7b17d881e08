// An indicator: numerator, denominator, value, unit and conclusion asked apart.
import { field, frame, h, newId, object, options, select, text } from "./form.js";

export function indicatorForm({ question, body, changed, typed }) {
  const labels = { numerator: question.numerator_label, denominator: question.denominator_label, value: question.value_label };
  const asked = (part) => question.ask.includes(part);
  const inputs = new Map(Object.keys(labels).filter(asked).map((part) => [
    part, h("input", { type: "text", inputmode: "decimal", autocomplete: "off", maxlength: "40", oninput: typed }),
  ]));
  const unit = select(question.units.map((name) => ({ id: name, text: name })), "— выберите —", changed);
  const conclusions = options(question.conclusions ?? [], { multiple: question.multiple_conclusions, name: newId(), onchange: changed });
  const target = question.target;
  body.append(
    typeof target === "number" ? h("p", {}, "Целевое значение: ", h("strong", {}, String(target).replace(".", ","))) : "",
    h("div", { class: "mf-row" }, [...inputs].map(([part, input]) => field(labels[part], input)),
      asked("unit") ? field("Единица измерения", unit) : null));
  if (asked("conclusion") && question.conclusions?.length) {
    body.append(h("fieldset", { class: "mf-group" },
      h("legend", {}, question.multiple_conclusions ? "Выводы (можно несколько)" : "Вывод"), conclusions.list));
  }
  return {
    get: () => ({
      ...Object.fromEntries(Object.keys(labels).map((part) => [part, inputs.get(part)?.value.trim() || null])),
      unit: unit.value, conclusion: conclusions.get(),
    }),
    set(answer) {
      const given = object(answer);
      for (const [part, input] of inputs) input.value = text(given[part]);
      unit.value = text(given.unit);
      if (unit.selectedIndex < 0) unit.value = "";
      conclusions.set(given.conclusion);
    },
  };
}

export default { render: (context) => frame(context, indicatorForm) };
