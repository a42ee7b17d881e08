// The last form: what is still empty, an honest confirmation, «Сдать работу».
import { download, h, listen, newId, page } from "./form.js";

function render({ model, el }) {
  let state = model.get("state");
  let file = null;
  const title = h("h3", { id: newId() }, "Сдача работы");
  const body = h("div", {});
  const line = h("p", { class: "mf-state", role: "status", "aria-live": "polite" });
  el.append(h("section", { class: "mf mf-handin", lang: "ru", "data-task": "hand_in", "data-lm-suppress-shortcuts": "true", "aria-labelledby": title.id },
    h("header", { class: "mf-head" }, title), body, line));

  const say = (words, kind = "") => { line.textContent = words; line.className = `mf-state ${kind && `mf-state-${kind}`}`; };
  const unsaved = () => [...page].filter((form) => form.pending());

  function draw() {
    const empty = state.tasks.filter((task) => task.missing.length);
    const button = h("button", { type: "button", class: "mf-button mf-primary", onclick: confirmation }, "Сдать работу");
    const again = h("button", { type: "button", class: "mf-button", onclick: () => model.send({ type: "package" }) }, "Скачать сданную работу (.zip)");
    body.replaceChildren(...[
      state.notice && h("p", { class: "mf-notice" }, state.notice),
      state.locked && h("p", { class: "mf-notice" }, h("strong", {}, state.locked_reason)),
      state.returned && h("div", { class: "mf-notice" },
        h("p", {}, h("strong", {}, `Работа возвращена на доработку ${state.returned.at}. `), `Попытка ${state.returned.attempt + 1} открыта.`),
        h("p", { class: "mf-comment" }, state.returned.comment || "Комментария преподавателя нет.")),
      h("ul", { class: "mf-tasks" }, state.tasks.map(item)),
      !state.locked && state.due && h("p", {}, `Срок сдачи: ${state.due}.`),
      state.mode === "author" && h("p", { class: "mf-muted" }, "Черновик автора: сдавать здесь нечего."),
      state.mode !== "author" && h("div", { class: "mf-buttons" }, state.locked ? again : button),
    ].filter(Boolean));

    function item(task) {
      const done = !task.missing.length;
      return h("li", {}, h("span", { class: `mf-sign ${done ? "mf-right" : "mf-missing"}`, "aria-hidden": "true" }, done ? "✓" : "–"),
        h("span", {}, h("strong", {}, task.title || task.id), ": ",
          done ? "заполнено" : task.answered ? `осталось — ${short(task.missing)}` : "не начато"));
    }

    function confirmation() {
      const dialog = h("div", { class: "mf-conflict", role: "alertdialog", "aria-label": "Подтверждение" },
        h("p", {}, empty.length
          ? `Заполнено не всё: ${empty.map((task) => `«${task.title || task.id}»`).join(", ")}. Пустое оценивается в ноль баллов.`
          : "Все задания заполнены."),
        h("p", {}, "После сдачи изменить ответы нельзя, пока преподаватель не вернёт работу."),
        state.cells ? h("p", {}, "Если вы отвечали в ячейках Python, сначала сохраните тетрадь (Ctrl+S).") : null,
        h("div", { class: "mf-buttons" },
          h("button", { type: "button", class: "mf-button mf-primary", onclick: hand }, empty.length ? "Сдать как есть" : "Да, сдать"),
          h("button", { type: "button", class: "mf-button", onclick: () => { draw(); say(""); } }, "Вернуться к заданиям")));
      button.replaceWith(dialog);
      dialog.querySelector("button").focus();
    }
  }

  const short = (missing) => missing.slice(0, 3).join("; ") + (missing.length > 3 ? ` и ещё ${missing.length - 3}` : "");

  async function hand() {
    say("Проверяем, все ли ответы сохранены…");
    for (const form of page) form.flush();
    for (let wait = 0; wait < 50 && unsaved().length; wait += 1) await new Promise((done) => setTimeout(done, 100));
    const left = unsaved();
    if (left.length) {
      say(`Не сдано: ещё не сохранены ответы — ${left.map((form) => `«${form.title}»`).join(", ")}. Подождите или обновите страницу.`, "bad");
      return;
    }
    say("Сдаём работу…");
    const late = setTimeout(() => say("Программа не отвечает: работа, возможно, не сдана. Обновите страницу и посмотрите, закрыта ли она.", "bad"), 15000);
    answered = () => clearTimeout(late);
    model.send({ type: "hand_in" });
  }

  let answered = () => {};
  let heard = false;
  const deaf = listen(model, {
    state(message) { heard = true; state = message.state; if (!body.querySelector("[role=alertdialog]") || state.locked) draw(); },
    refused(message) { answered(); draw(); say(message.message, "bad"); },
    handed_in(message, buffers) {
      answered();
      say(message.message, "good");
      if (!message.name) return;
      file = buffers[0];
      download(message.name, file);
      line.append(" ", h("button", { type: "button", class: "mf-button mf-small", onclick: () => download(message.name, file) }, "Скачать ещё раз"));
    },
  });
  const hello = (pause) => { if (!heard) { try { model.send({ type: "hello" }); } catch { /* later */ } setTimeout(hello, pause, pause * 2); } };
  draw();
  hello(1500);
  return deaf;
}

export default { render };
