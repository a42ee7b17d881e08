// Votes and a cloud of words for one screen. Everything is counted in this browser; typed text is never HTML.

function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function render({ model, el }) {
  const place = `mentoring-poll:${model.get("key")}`;
  const options = model.get("options");
  let state = { votes: options.map(() => 0), words: {} };
  try {
    const kept = JSON.parse(sessionStorage.getItem(place));
    if (kept && kept.votes.length === options.length) state = { votes: kept.votes, words: kept.words || {} };
  } catch { /* a browser without storage counts anew */ }
  const keep = () => { try { sessionStorage.setItem(place, JSON.stringify(state)); } catch { /* as above */ } };

  const root = h("div", { class: "mk mk-discuss", role: "region", "aria-label": "Обсуждение" });
  const head = h("div");
  head.innerHTML = model.get("head"); // written by the kit, see discussion.py
  root.append(head);
  const told = h("p", { class: "mk-hidden", "aria-live": "polite" });

  const bars = [];
  if (options.length) {
    const list = h("ul", { class: "mk-votes" });
    options.forEach((option, at) => {
      const bar = h("span", { class: "mk-bar" });
      const count = h("output", {}, "0");
      const vote = (step) => () => {
        state.votes[at] = Math.max(0, state.votes[at] + step);
        told.textContent = `${option}: ${state.votes[at]}`;
        draw();
      };
      bars.push([bar, count]);
      list.append(h("li", {}, h("span", { class: "mk-option" }, option), h("span", { class: "mk-track" }, bar),
        h("span", { class: "mk-count" },
          h("button", { type: "button", "aria-label": `Убрать голос: ${option}`, onclick: vote(-1) }, "−"), count,
          h("button", { type: "button", "aria-label": `Добавить голос: ${option}`, onclick: vote(1) }, "+"))));
    });
    root.append(list);
  }

  const cloud = h("p", { class: "mk-cloud" });
  // the picture of the cloud is drawn by the page's kernel; where none answers, the words above remain
  const shown = h("div", { class: "mk-picture", "aria-live": "polite" });
  let asked = 0, waiting = 0;
  const paint = h("button", { type: "button", class: "mk-paint", onclick: () => {
    asked += 1;
    shown.textContent = "Рисуем облако…";
    clearTimeout(waiting);
    waiting = setTimeout(() => { shown.textContent = "Картинка не нарисовалась. Слова выше остаются на месте."; }, 20000);
    model.set("counts", { ...state.words, "": asked }); // an empty word is no word: it tells one request from another
    model.save_changes();
  } }, "Нарисовать облако");
  model.on("change:picture", () => {
    const { png, narrow, alt, of } = model.get("picture");
    if (of !== asked) return;
    clearTimeout(waiting);
    if (!png) { shown.textContent = "Картинка не нарисовалась. Слова выше остаются на месте."; return; }
    const address = `data:image/png;base64,${png}`;
    const phone = h("source", { media: "screen and (max-width: 40rem)", srcset: `data:image/png;base64,${narrow}` });
    shown.replaceChildren(h("picture", {}, phone, h("img", { src: address, alt })),
      h("p", {}, h("a", { href: address, download: "облако.png" }, "Сохранить картинку")));
  });
  if (model.get("words")) {
    const field = h("input", { type: "text", maxlength: "40", autocomplete: "off", "aria-label": "Слово или два" });
    const add = (event) => {
      event.preventDefault();
      for (const part of field.value.split(/[,;]/)) {
        const word = part.trim().toLowerCase().replace(/\s+/g, " ");
        if (word) state.words[word] = (Object.hasOwn(state.words, word) ? state.words[word] : 0) + 1;
      }
      field.value = "";
      draw();
      field.focus();
    };
    root.append(h("form", { class: "mk-words", onsubmit: add }, field, h("button", { type: "submit" }, "Добавить")),
      h("p", { class: "mk-small" }, "Повторённое слово становится крупнее; нажатие на слово убирает один повтор."), cloud,
      paint, shown);
  }
  root.append(told, h("button", { type: "button", class: "mk-clear", onclick: () => {
    state = { votes: options.map(() => 0), words: {} };
    draw();
  } }, "Начать заново"));

  function draw() {
    keep();
    const most = Math.max(1, ...state.votes);
    bars.forEach(([bar, count], at) => {
      bar.style.width = `${(100 * state.votes[at]) / most}%`;
      count.textContent = String(state.votes[at]);
    });
    paint.hidden = !Object.keys(state.words).length;
    if (paint.hidden) shown.replaceChildren();
    const top = Math.max(1, ...Object.values(state.words));
    cloud.replaceChildren(...Object.entries(state.words).sort(([a], [b]) => a.localeCompare(b, "ru")).flatMap(([word, n]) => [
      h("button", { type: "button", style: `font-size:${1 + (1.4 * (n - 1)) / Math.max(1, top - 1)}em`,
        "aria-label": `${word}, повторов: ${n}; убрать один`, onclick: () => {
          if (n > 1) state.words[word] = n - 1; else delete state.words[word];
          draw();
        } }, word), " "]));
  }
  draw();
  el.append(root);
}

export default { render };
