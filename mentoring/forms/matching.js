// Matching: every item on the left gets one of the items on the right.
import { field, frame, h, object, select } from "./form.js";

const LONG = 45;

function matchingForm({ question, body, changed }) {
  // Long texts don't fit into a list of a phone: they get letters and a legend.
  const lettered = question.right.some((option) => option.text.length > LONG);
  const letters = "АБВГДЕЖИКЛМНОПРСТУФХЦЧШЩЭЮЯ";
  const right = question.right.map((option, place) => {
    const letter = letters[place] ?? String(place + 1);
    const short = option.text.length > LONG ? `${option.text.slice(0, LONG)}…` : option.text;
    return { id: option.id, letter, full: option.text, text: lettered ? `${letter}. ${short}` : option.text };
  });
  if (lettered) {
    body.append(h("ul", { class: "mf-legend" }, right.map((option) => h("li", {}, h("strong", {}, `${option.letter}.`), ` ${option.full}`))));
  }
  const lists = new Map(question.left.map((item) => [item.id, select(right, "— выберите —", changed)]));
  body.append(h("div", { class: "mf-pairs" }, question.left.map((item) => {
    const row = field(item.text, lists.get(item.id));
    row.classList.add("mf-pair");
    return row;
  })));
  return {
    get: () => ({ pairs: Object.fromEntries([...lists].filter(([, list]) => list.value).map(([id, list]) => [id, list.value])) }),
    set(answer) {
      const pairs = object(object(answer).pairs);
      for (const [id, list] of lists) list.value = right.some((option) => option.id === pairs[id]) ? pairs[id] : "";
    },
  };
}

export default { render: (context) => frame(context, matchingForm) };
