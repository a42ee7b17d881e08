// Documents as tabs; arrows move between them; remembers what was last selected in them.
import { h, newId, prose } from "./form.js";

/** `documents`: id, title, and html (the author's Markdown, rendered) or a node. */
export function pages(documents) {
  let chosen = "";
  const tabs = [], sheets = [];
  const shelf = h("div", { class: "mf-tabs", role: "tablist", "aria-label": "Документы" });
  const node = h("div", { class: "mf-documents" }, shelf);
  documents.forEach((item, place) => {
    const tab = h("button", { type: "button", role: "tab", id: newId(), class: "mf-tab", onclick: () => open(item.id) }, item.title);
    const sheet = h("article", { class: "mf-sheet", role: "tabpanel", tabIndex: 0, "aria-labelledby": tab.id, id: newId() }, item.node ?? prose(item.html));
    tab.setAttribute("aria-controls", sheet.id);
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = (place + step + documents.length) % documents.length;
      open(documents[next].id);
      tabs[next].focus();
    });
    tabs.push(tab);
    sheets.push(sheet);
  });
  shelf.append(...tabs);
  node.append(...sheets);
  node.addEventListener("pointerup", note);
  node.addEventListener("keyup", note);

  function note() {
    const selection = document.getSelection();
    if (selection && !selection.isCollapsed && node.contains(selection.anchorNode)) chosen = selection.toString().replace(/\s+/g, " ").trim().slice(0, 1000);
  }

  function open(id, scroll = false) {
    documents.forEach((item, place) => {
      const shown = item.id === id;
      tabs[place].setAttribute("aria-selected", String(shown));
      tabs[place].tabIndex = shown ? 0 : -1;
      sheets[place].hidden = !shown;
    });
    if (scroll) node.scrollIntoView({ block: "nearest" });
  }

  open(documents[0].id);
  return { node, open, selected: () => chosen };
}
