// A number with a unit.
import { field, frame, h, object, select, text } from "./form.js";

function numberForm({ question, body, changed, typed }) {
  const value = h("input", { type: "text", inputmode: "decimal", autocomplete: "off", maxlength: "40", oninput: typed });
  const unit = select(question.units.map((name) => ({ id: name, text: name })), "— выберите —", changed);
  body.append(h("div", { class: "mf-row" }, field(question.label, value),
    question.units.length ? field("Единица измерения", unit) : null));
  return {
    get: () => ({ value: value.value.trim() || null, unit: unit.value }),
    set(answer) {
      value.value = text(object(answer).value);
      unit.value = text(object(answer).unit);
      if (unit.selectedIndex < 0) unit.value = "";
    },
  };
}

export default { render: (context) => frame(context, numberForm) };
