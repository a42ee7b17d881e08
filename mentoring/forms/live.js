// What the kernel's own checks say of an answer while it is filled in.
import { h, listen } from "./form.js";

/** A panel beside a form; `title` above it, `calm` when nothing is found. Nothing without a kernel. Returns what ends it. */
export function livePanel(host, model, title, calmWords) {
  const list = h("ul", {});
  const calm = h("p", { class: "mf-muted" }, calmWords);
  const node = h("aside", { class: "mf-live", hidden: true, role: "status", "aria-label": title },
    h("h4", { class: "mf-part" }, title), calm, list);
  host.classList.add("mf-with-live");
  host.append(node);
  const show = (found, locked, empty) => {
    if (!Array.isArray(found) || locked || (empty && !found.length)) { node.hidden = true; return; }
    node.hidden = false;
    calm.hidden = found.length > 0;
    const told = found.map((words) => h("li", {}, String(words)));
    if (told.map((line) => line.textContent).join() !== [...list.children].map((line) => line.textContent).join()) list.replaceChildren(...told);
  };
  const deaf = listen(model, {
    state: ({ state, answer }) => show(state.live, state.locked, !answer),
    saved: ({ live }) => show(live),
    remarks: ({ live }) => show(live),
  });
  return deaf;
}
