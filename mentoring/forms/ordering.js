// Ordering: buttons for keyboard and touch, dragging for a mouse.
import { frame, h, object } from "./form.js";

function orderingForm({ question, body, changed }) {
  const list = h("ol", { class: "mf-order" });
  const said = h("span", { class: "mf-hidden", "aria-live": "polite" });
  const touched = h("p", { class: "mf-muted" });
  let given = false;
  let dragged = null;

  const rows = new Map(question.items.map((item) => {
    const arrow = (sign, word, step) => h("button", {
      type: "button", class: "mf-arrow", "aria-label": `${word}: ${item.text}`, title: word,
      onclick: (event) => { move(row, step); event.currentTarget.focus(); },
    }, sign);
    const row = h("li", { "data-id": item.id, draggable: true }, h("span", { class: "mf-place" }),
      h("span", { class: "mf-order-text" }, item.text),
      h("span", { class: "mf-arrows" }, arrow("↑", "Выше", -1), arrow("↓", "Ниже", 1)));
    row.addEventListener("dragstart", (event) => {
      if (body.disabled) { event.preventDefault(); return; }
      dragged = row;
      row.classList.add("mf-dragged");
      event.dataTransfer.setData("text/plain", item.id);
    });
    row.addEventListener("dragend", () => { row.classList.remove("mf-dragged"); dragged = null; });
    row.addEventListener("dragover", (event) => { if (dragged) event.preventDefault(); });
    row.addEventListener("drop", (event) => {
      if (!dragged || dragged === row) return;
      event.preventDefault();
      const all = [...list.children];
      if (all.indexOf(dragged) < all.indexOf(row)) row.after(dragged);
      else row.before(dragged);
      done(dragged);
    });
    return [item.id, row];
  }));

  function move(row, step) {
    const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (other && step < 0) other.before(row);
    else if (other) other.after(row);
    done(row);
  }

  function done(row) {
    given = true;
    number();
    said.textContent = `Место ${[...list.children].indexOf(row) + 1} из ${rows.size}`;
    changed();
  }

  function number() {
    [...list.children].forEach((row, place) => { row.querySelector(".mf-place").textContent = `${place + 1}.`; });
    touched.textContent = given ? "Порядок задан вами." : "Расставьте по порядку кнопками со стрелками или перетащите мышью.";
  }

  body.append(touched, list, said);
  return {
    get: () => ({ order: given ? [...list.children].map((row) => row.dataset.id) : [] }),
    set(answer) {
      const order = object(answer).order;
      const known = Array.isArray(order) ? order.filter((id, place) => rows.has(id) && order.indexOf(id) === place) : [];
      given = known.length > 0;
      list.replaceChildren(...known.map((id) => rows.get(id)), ...[...rows].filter(([id]) => !known.includes(id)).map(([, row]) => row));
      number();
    },
  };
}

export default { render: (context) => frame(context, orderingForm) };
