// The frame every form stands in: question, state line, saving with retries, conflicts, explanations.
// Plain DOM; asks of the model only get, on, off, send, so that the same view works without any kernel.

const TYPING_PAUSE = 300;
const PATIENCE = 3000;
const EXPORT_PATIENCE = 60000; // a conversion to .pdf takes its time
const VERDICTS = {
  right: ["✓", "Верно"],
  partial: ["◐", "Частично верно"],
  wrong: ["✗", "Неверно"],
  missing: ["–", "Не заполнено"],
  info: ["i", "К сведению"],
};

/** An element: h("p", { class: "x" }, "text", child). Strings become text, never markup. */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

/** Markdown of the author, rendered in Python with raw HTML switched off. */
export function prose(markup, className = "") {
  const node = h("div", { class: `mf-prose ${className}` });
  node.innerHTML = markup;
  for (const link of node.querySelectorAll("a")) Object.assign(link, { target: "_blank", rel: "noopener noreferrer" });
  for (const table of node.querySelectorAll("table")) {
    const scroll = h("div", { class: "mf-scroll", tabIndex: 0 });
    table.replaceWith(scroll);
    scroll.append(table);
  }
  return node;
}

let counter = 0;
/** An id for a label and its input, unique on the page even when a task is shown twice. */
export const newId = () => `mf-${Math.random().toString(36).slice(2, 8)}-${++counter}`;

/** A label above its input. */
export function field(label, input, hint = "") {
  input.id ||= newId();
  return h("div", { class: "mf-field" }, h("label", { for: input.id }, label), input,
    input.type === "date" ? spoken(input) : null,
    hint && h("small", { class: "mf-muted" }, hint));
}

/** The chosen day in words: the browser orders day and month by its own language, words can't be misread. */
function spoken(input) {
  const line = h("small", { class: "mf-day", "aria-live": "polite" });
  const say = () => {
    const day = input.value && new Date(`${input.value}T12:00`);
    line.textContent = day && !Number.isNaN(day.getTime())
      ? day.toLocaleDateString("ru-RU", { day: "numeric", month: "long", year: "numeric" })
      : navigator.language?.startsWith("ru") ? "" : "выбранный день появится здесь словами";
  };
  input.addEventListener("input", say);
  say();
  return line;
}

/** A native select with an empty first line. */
export function select(options, empty, onchange) {
  const node = h("select", { onchange }, h("option", { value: "" }, empty));
  for (const option of options) node.append(h("option", { value: option.id }, option.text));
  return node;
}

/** Radio buttons or checkboxes as large rows to press. */
export function options(items, { multiple, name, onchange }) {
  const list = h("div", { class: "mf-options" });
  const rows = new Map();
  for (const item of items) {
    const input = h("input", { type: multiple ? "checkbox" : "radio", name, value: item.id, onchange });
    const row = h("label", { class: "mf-option" }, input, h("span", { class: "mf-option-text" }, item.text));
    const holder = h("div", { class: "mf-option-row" }, row);
    rows.set(item.id, { input, row, holder });
    list.append(holder);
  }
  return {
    list, rows,
    get: () => items.map((item) => item.id).filter((id) => rows.get(id).input.checked),
    set: (chosen) => rows.forEach(({ input }, id) => { input.checked = Array.isArray(chosen) && chosen.includes(id); }),
  };
}

/** A word with a sign: right and wrong are never told by colour alone. */
export function verdict(kind, text = "") {
  const [sign, word] = VERDICTS[kind] ?? VERDICTS.info;
  return h("span", { class: `mf-verdict mf-${kind}` }, h("span", { class: "mf-sign", "aria-hidden": "true" }, sign),
    h("strong", {}, text || word));
}

/** A text area that grows with its text. */
export function textarea(attributes) {
  const node = h("textarea", attributes);
  const grow = () => { node.style.height = "auto"; node.style.height = `${node.scrollHeight + 2}px`; };
  node.addEventListener("input", grow);
  node.grow = () => requestAnimationFrame(grow);
  return node;
}

/** 1 балл, 2 балла, 5 баллов, 1,5 балла. */
export function plural(count, one, few, many) {
  const written = String(count).replace(".", ",");
  if (!Number.isInteger(count)) return `${written} ${few}`;
  const tens = count % 100, ones = count % 10;
  if (tens > 10 && tens < 20) return `${written} ${many}`;
  return `${written} ${ones === 1 ? one : ones > 1 && ones < 5 ? few : many}`;
}

export const object = (value) => (value && typeof value === "object" && !Array.isArray(value) ? value : {});
export const text = (value) => (typeof value === "string" || typeof value === "number" ? String(value) : "");

/** 14:05, or 20.11.2026 в 14:05 on another day. */
export function clock(moment) {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return text(moment);
  const time = date.toLocaleTimeString("ru-RU", { hour: "2-digit", minute: "2-digit" });
  return date.toDateString() === new Date().toDateString() ? time : `${date.toLocaleDateString("ru-RU")} в ${time}`;
}

/** The same text for the same answer, whatever the order of its keys. */
export function canonical(value) {
  return JSON.stringify(value, (_, part) => (part && typeof part === "object" && !Array.isArray(part)
    ? Object.fromEntries(Object.keys(part).sort().map((key) => [key, part[key]])) : part));
}

/** Offer bytes as a file. */
export function download(name, buffer) {
  const link = h("a", { href: URL.createObjectURL(new Blob([buffer])), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/** Listen to the model's messages; returns what ends it. */
export function listen(model, table) {
  const receive = (message, buffers) => table[message?.type]?.(message, buffers);
  model.on("msg:custom", receive);
  return () => model.off?.("msg:custom", receive);
}

/** All forms of this page: hand-in waits until every one of them is saved. */
export const page = (globalThis.mentoringForms ??= new Set());

const memory = {
  read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; } },
  drop(key) { try { localStorage.removeItem(key); } catch { /* a browser without storage */ } },
};

const site = () => location.pathname.replace(/\/(lab|voila|notebooks|nbclassic|doc|tree)(\/.*)?$/, "/");

/**
 * Draw a task: `build({ question, body, host, changed, typed })` fills `body` and returns `{ get, set, mark? }`.
 * `changed()` is for clicks (saved at once), `typed()` for typing (saved after a pause).
 */
export function frame({ model, el }, build) {
  const question = model.get("question");
  const title = h("h3", { id: newId() }, question.title);
  const points = question.points && model.get("state").mode !== "course"
    ? h("span", { class: "mf-points" }, plural(question.points, "балл", "балла", "баллов")) : null;
  const notice = h("div", { class: "mf-notice", hidden: true });
  const host = h("div", { class: "mf-host" });
  const body = h("fieldset", { class: "mf-body", disabled: true, "aria-labelledby": title.id });
  const line = h("span", { class: "mf-state", role: "status", "aria-live": "polite" }, "Открываем ответ…");
  const todo = h("p", { class: "mf-todo", hidden: true });
  const notes = h("div", { class: "mf-notes", hidden: true, role: "note" });
  const panel = h("div", { class: "mf-conflict", hidden: true, role: "alertdialog", "aria-label": "Два варианта ответа" });
  const actions = h("div", { class: "mf-actions" });
  const explained = h("div", { class: "mf-explained", hidden: true, role: "region", "aria-live": "polite", tabIndex: -1 });
  host.append(body);
  const root = h("section", { class: "mf", lang: "ru", "data-task": question.id, "data-lm-suppress-shortcuts": "true", "aria-labelledby": title.id },
    h("header", { class: "mf-head" }, title, points),
    question.text_html ? prose(question.text_html) : null,
    warned(question) ? h("p", { class: "mf-warning" }, h("strong", {}, "Без персональных данных. "),
      question.accepts ? "Имена и контакты в файле замените кодами: это сделает кнопка под файлом."
        : "Пишите должности и роли («куратор», «учитель математики»), а не фамилии, телефоны, адреса и номера документов.") : null,
    notice, host, notes,
    question.hint_html ? h("details", { class: "mf-hint" }, h("summary", {}, "Подсказка"), prose(question.hint_html)) : null,
    panel, actions, h("footer", { class: "mf-foot" }, line, todo), explained);
  el.append(root);

  const form = build({
    question, body, host,
    changed: () => { explained.hidden = true; saver.change(0); },
    typed: () => { explained.hidden = true; saver.change(TYPING_PAUSE); },
  });

  // a pair is named by its whole text: on a phone the beginning is enough
  const brief = (text) => {
    const whole = nested(text);
    if (whole.length <= 60) return whole;
    const cut = whole.slice(0, 56).replace(/\s+\S*$/, ""), many = (sign) => cut.split(sign).length;
    return `${cut}…${many("„") > many("“") ? "“" : ""}${many("«") > many("»") ? "»" : ""}`;
  };
  const view = {
    say(text, kind = "") { line.textContent = text; line.className = `mf-state ${kind && `mf-state-${kind}`}`; },
    remarks(missing = [], found = []) {
      todo.hidden = !missing.length || body.disabled;
      const rest = missing.length > 4 ? ` и ещё ${missing.length - 3}` : "";
      todo.textContent = `Осталось: ${missing.slice(0, rest ? 3 : 4).map(brief).join("; ")}${rest}.`;
      notes.hidden = !found.length;
      notes.replaceChildren(h("strong", {}, "Проверьте, нет ли здесь персональных данных: "),
        h("ul", {}, found.map((note) => h("li", {}, note))));
    },
    lock(locked) {
      body.disabled = locked;
      root.classList.toggle("mf-locked", locked);
      for (const button of actions.querySelectorAll("[data-needs-open]")) button.disabled = locked;
    },
    // Never touch a form that already shows this: the cursor would jump.
    show(answer) { if (canonical(form.get()) !== canonical(answer)) form.set(answer); },
    notice(state) {
      const back = state.returned;
      notice.hidden = !(state.notice || state.locked_reason || back);
      notice.replaceChildren(...[
        state.notice && h("p", {}, state.notice),
        state.locked_reason && h("p", {}, h("strong", {}, state.locked_reason)),
        back && h("details", {}, h("summary", {}, `Работа возвращена на доработку${back.at ? ` ${back.at}` : ""}`),
          h("p", { class: "mf-comment" }, back.comment || "Комментария нет.")),
      ].filter(Boolean));
    },
    conflict(theirs, moment, choose) {
      const mine = form.get();
      let other = false;
      const look = h("button", { type: "button", class: "mf-button" }, "Показать тот вариант");
      look.addEventListener("click", () => {
        other = !other;
        form.set(other ? theirs : mine);
        look.textContent = other ? "Показать вариант из этого окна" : "Показать тот вариант";
      });
      const end = (take) => { panel.hidden = true; form.set(take ? theirs : mine); choose(take); };
      panel.replaceChildren(
        h("p", {}, h("strong", {}, "Ответ изменён в другом окне. "),
          `Там сохранён другой вариант${moment ? ` (${clock(moment)})` : ""}. Выберите, какой оставить: второй вариант не пропадёт, он хранится в файле ответов.`),
        h("div", { class: "mf-buttons" }, look,
          h("button", { type: "button", class: "mf-button mf-primary", onclick: () => end(false) }, "Оставить ответ из этого окна"),
          h("button", { type: "button", class: "mf-button", onclick: () => end(true) }, "Взять ответ из другого окна")));
      panel.hidden = false;
      view.lock(true);
    },
  };

  const saver = keep({ model, question, form, view });
  const flush = () => saver.flush();
  const leave = () => { if (document.visibilityState === "hidden") saver.flush(); else saver.look(); };
  root.addEventListener("focusout", flush);
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", leave);

  if (model.get("state").mode === "course") {
    const check = h("button", { type: "button", class: "mf-button mf-primary" }, question.check_label ?? "Проверить");
    check.addEventListener("click", () => {
      saver.flush();
      explained.hidden = false;
      explained.replaceChildren(h("p", {}, "Проверяем…"));
      saver.ask({ type: "check", answer: form.get() }, () => explained.replaceChildren(
        h("p", {}, "Проверить не удалось: программа не отвечает. Обновите страницу, ответ не пропадёт.")));
    });
    actions.append(check);
  }
  (question.export_labels ?? []).forEach((label, which) => {
    actions.append(h("button", { type: "button", class: "mf-button", onclick: () => {
      view.say("Готовим документ…");
      saver.flush();
      saver.ask({ type: "export", which, answer: form.get() }, () => view.say("Документ не получен: программа не отвечает.", "bad"), EXPORT_PATIENCE);
    } }, label));
  });

  const deaf = listen(model, {
    state: saver.state, saved: saver.saved, conflict: saver.conflict, refused: saver.refused, remarks: saver.remarks,
    fill: ({ answer }) => {
      form.set(answer);
      saver.change(0);
    },
    explained: (message) => {
      saver.answered();
      if (message.told) {
        explained.replaceChildren(h("p", {}, message.told));
        return;
      }
      form.mark?.(message);
      explained.replaceChildren(...explanation(message, form.explains));
      explained.hidden = false;
      explained.focus({ preventScroll: true });
    },
    file: (message, buffers) => {
      saver.answered();
      download(message.name, buffers[0]);
      view.say(`Документ скачан: ${message.name}`, "good");
    },
  });
  saver.start();
  return () => {
    saver.stop();
    deaf();
    removeEventListener("pagehide", flush);
    document.removeEventListener("visibilitychange", leave);
  };
}

// quotes inside quotes are „лапки“
const nested = (text) => {
  let depth = 0;
  return text.replace(/[«»]/g, (sign) => sign === "«" ? (depth++ ? "„" : "«") : (--depth > 0 ? "“" : (depth = 0, "»")));
};

const warned = (question) => question.own_organization || question.personal_data_warning;

const LEVELS = [[0.999, "right", "Всё верно"], [0.001, "partial", "Верно частично"], [-1, "wrong", "Пока неверно"]];

function explanation({ score, reference }, inline = []) {
  const remarks = score?.remarks ?? [];
  const list = remarks.filter((remark) => !inline.includes(remark.criterion)).map((remark) => h("li", {},
    verdict(remark.verdict), " ", h("span", { class: "mf-criterion" }, remark.criterion),
    remark.text ? h("div", {}, remark.text) : null,
    remark.source ? h("small", { class: "mf-muted" }, `Источник: ${remark.source}`) : null));
  const level = LEVELS.find(([least]) => (score?.fraction ?? 0) >= least);
  const head = score?.outcome === "unanswered" ? h("p", {}, "Ответа пока нет: заполните форму и проверьте ещё раз.")
    : score?.outcome === "scored" ? h("p", { class: "mf-result" }, verdict(level[1], level[2]))
      : score?.outcome === "manual" ? h("p", {}, "Свободный ответ машина не оценивает: сравните его с образцом и критериями.") : null;
  const model = score?.outcome === "manual" && reference?.text
    ? h("details", { open: true }, h("summary", {}, "Образец ответа"), h("p", { class: "mf-model" }, reference.text)) : null;
  return [head, model, list.length ? h("ul", { class: "mf-remarks" }, list) : null,
    reference?.note && score?.outcome !== "unanswered" && !remarks.some((remark) => remark.text === reference.note) ? h("p", { class: "mf-note" }, reference.note) : null].filter(Boolean);
}

/** Saving: one message on the way at a time, a copy in the browser until it is acknowledged, retries with back-off. */
function keep({ model, question, form, view }) {
  const tab = Math.random().toString(36).slice(2);
  const sent = new Map(); // seq → canonical answer, this page's own versions
  let state = model.get("state");
  let key = "";
  let base = state.revision ?? 0;
  let seq = 0, dirty = false, ready = false, resolves = false, choosing = false, stopped = false;
  let flying = null, typing = null, waiting = null, retry = null, asking = null, tries = 0, hellos = 0, lag = null;

  const open = () => ready && !state.locked && !choosing;
  const own = (answer) => [...sent.values(), ...(memory.read(key)?.sent ?? [])].includes(canonical(answer));
  const name = () => {
    const { participant, assignment, release } = state;
    return ["mentoring", site(), participant, assignment, release, question.id].map((part) => part ?? "").join("|");
  };

  function send(message) {
    try { model.send({ ...message, tab }); return true; } catch { return false; }
  }

  function remember() {
    return memory.write(key, { answer: form.get(), base, at: Date.now(), sent: [...sent.values()].slice(-5) });
  }

  function push() {
    clearTimeout(typing);
    clearTimeout(retry);
    typing = null;
    if (!dirty || flying || !open() || state.storage === "browser") return;
    const answer = form.get();
    flying = ++seq;
    sent.set(seq, canonical(answer));
    if (state.storage === "file") remember();
    send({ type: "answer", seq, base_revision: base, answer, resolves });
    waiting = setTimeout(late, PATIENCE);
  }

  function late() {
    flying = null;
    tries += 1;
    if (state.storage !== "file") return;
    const stored = Boolean(memory.read(key));
    view.say(stored ? `Не сохранено — ответ хранится в этом браузере, отправим ещё раз.${
      tries > 2 ? " Если не помогает, обновите страницу: ответ не пропадёт." : ""}`
      : "Не сохранено, и браузер не даёт хранить ответ: не закрывайте страницу.", "bad");
    retry = setTimeout(push, Math.min(30000, 1000 * 2 ** tries));
  }

  function saved(moment) {
    if (moment) view.say(`Сохранено в ${clock(moment)}`.replace(/ в (.+) в /, " $1 в "), "good");
    else view.say("Ответа нет");
  }

  function landed() {
    flying = null;
    tries = 0;
    clearTimeout(waiting);
    clearTimeout(retry);
  }

  const api = {
    change(pause) {
      dirty = true;
      if (state.storage === "none") view.say("Черновик автора: ответ не сохраняется");
      else if (!remember()) view.say("Сохраняем… (браузер не даёт хранить копию)");
      else view.say(state.storage === "browser" ? "Сохранено в этом браузере" : "Сохраняем…",
        state.storage === "browser" ? "good" : "");
      clearTimeout(typing);
      typing = setTimeout(push, pause);
      if (!pause) push();
    },
    flush() { if (typing) push(); },
    pending: () => dirty && state.storage === "file",
    title: question.title,
    look() { if (ready && !dirty && !choosing) send({ type: "hello" }); },
    ask(message, failed, patience = 15000) {
      send(message);
      clearTimeout(asking);
      asking = setTimeout(failed, patience);
    },
    answered() { clearTimeout(asking); },
    start() {
      page.add(api);
      view.notice(state);
      view.show(model.get("answer"));
      hello();
      lag = setTimeout(() => { // no kernel yet: let people work, the browser keeps what they do
        if (ready) return;
        settle({ state, answer: model.get("answer") });
        if (state.storage === "file") {
          view.say("Программа пока не отвечает: можно заполнять, ответ хранится в этом браузере.", "bad");
        }
      }, PATIENCE);
    },
    stop() {
      api.flush();
      stopped = true;
      page.delete(api);
      [typing, waiting, retry, lag, asking].forEach(clearTimeout);
    },
    state(message) {
      hellos = -1;
      clearTimeout(lag);
      settle(message);
    },
    saved(message) {
      if (message.tab !== tab) { if (!dirty) send({ type: "hello" }); return; }
      base = Math.max(base, message.revision);
      resolves = false;
      landed();
      if (sent.get(message.seq) === canonical(form.get())) {
        dirty = false;
        memory.drop(key);
        sent.clear();
        saved(message.saved_at);
        view.remarks(message.missing, message.notes);
      } else push();
    },
    remarks(message) {
      if (message.tab !== tab) return;
      landed();
      dirty = sent.get(message.seq) !== canonical(form.get());
      view.remarks(message.missing, message.notes);
      if (dirty) push();
    },
    conflict(message) {
      if (message.tab !== tab) return;
      landed();
      if (own(message.answer)) { // the reply to an earlier sending was lost, nobody else wrote
        base = message.revision;
        push();
      } else choose(message.answer, message.revision, message.saved_at);
    },
    refused(message) {
      if (message.tab && message.tab !== tab) return;
      api.answered();
      landed();
      view.say(`${dirty ? "Не сохранено. " : ""}${message.message}`, "bad");
      if (dirty && !state.locked) retry = setTimeout(push, 15000);
    },
  };

  function hello() {
    if (stopped || hellos < 0) return;
    send({ type: "hello" });
    hellos += 1;
    setTimeout(hello, Math.min(30000, 1500 * hellos));
  }

  function choose(theirs, revision, moment) {
    choosing = true;
    view.say("Не сохранено: есть два варианта ответа", "bad");
    view.conflict(theirs, moment, (take) => {
      choosing = false;
      base = revision;
      view.lock(false);
      if (take) {
        dirty = false;
        memory.drop(key);
        saved(moment);
      } else {
        resolves = dirty = true;
        push();
      }
    });
  }

  /** What the kernel says lies on disk, against what this browser still holds. */
  function settle({ state: told, answer }) {
    state = told;
    key = name();
    const first = !ready;
    ready = true;
    view.notice(state);
    if (choosing) return;
    view.lock(state.locked);
    const held = first || dirty ? memory.read(key) : null;
    const stored = state.revision ?? 0;
    if (state.locked) {
      view.show(answer);
      base = stored;
      saved(state.saved_at);
      if (held && canonical(held.answer) !== canonical(answer)) {
        view.say("В этом браузере остались изменения, которые не вошли в сданную работу.", "bad");
      }
      dirty = false;
      view.remarks([], []);
      return;
    }
    if (state.storage === "browser") {
      if (first) view.show(held?.answer ?? answer);
      if (held) view.say("Сохранено в этом браузере", "good");
      else view.say("");
      view.remarks([], []);
      return;
    }
    view.remarks(state.missing, state.notes);
    if (state.storage === "none") {
      if (first) view.show(answer);
      view.say("Черновик автора: ответ не сохраняется");
      return;
    }
    if (dirty && !first) { // typed while the kernel was silent
      if (base !== stored && (own(answer) || !answer)) base = stored;
      push();
      return;
    }
    if (held && canonical(held.answer) !== canonical(answer)) {
      form.set(held.answer);
      dirty = true;
      base = held.base ?? 0;
      if (base !== stored && !(held.sent ?? []).includes(canonical(answer))) {
        choose(answer, stored, state.saved_at);
        return;
      }
      base = stored;
      view.say("Отправляем ответ, который хранился в этом браузере…");
      push();
      return;
    }
    if (held) memory.drop(key);
    base = stored;
    view.show(answer);
    if (state.saved_at) saved(state.saved_at);
    else view.say(answer === null || answer === undefined ? "Ответа пока нет" : "");
  }

  return api;
}
