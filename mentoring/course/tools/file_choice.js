// A button that takes one file. What the page's connection could not carry is refused here, before it is sent.

function render({ model, el }) {
  const input = document.createElement("input");
  Object.assign(input, { type: "file", accept: model.get("accept"), hidden: true });
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "jupyter-widgets jupyter-button widget-button", textContent: model.get("label") });
  const told = document.createElement("p");
  Object.assign(told, { className: "mk-warn", hidden: true });
  told.setAttribute("role", "alert");
  const say = (text) => { told.textContent = text; told.hidden = !text; };
  button.addEventListener("click", () => input.click());
  input.addEventListener("change", async () => {
    const file = input.files[0];
    if (!file) return;
    const most = model.get("most");
    if (file.size > most * 1e6) say(`Файл «${file.name}» больше ${most} МБ: уберите из него картинки и вложения.`);
    else {
      try {
        model.send({ name: file.name }, undefined, [await file.arrayBuffer()]);
        say("");
      } catch { say(`Файл «${file.name}» не открывается: закройте его в другой программе и выберите ещё раз.`); }
    }
    input.value = ""; // the same file may be chosen again after it was mended
  });
  const frame = document.createElement("div");
  frame.className = "mk";
  frame.append(input, button, told);
  el.append(frame);
}

export default { render };
