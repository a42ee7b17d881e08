// The page: draws every form, stands in for the kernel, shows what is left, makes the file to hand in. Sends nothing.

const work = JSON.parse(document.getElementById("work").textContent);
const store = keeping(work);
const $ = (id) => document.getElementById(id);
const models = new Map();

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (typeof value === "boolean") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== ""));
  return node;
}

const hour = (moment) => new Date(moment).toLocaleString("ru-RU", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
const noticed = (question) => personalOf(question, store.answer(question.id)?.answer ?? null);
const lacks = (question) => missingOf(question, store.answer(question.id)?.answer ?? null, sourceOf(question.id));
const sourceOf = (id) => {
  const cell = `${id}-code`;
  const text = store.state.sources[cell] ?? "";
  return text === work.stubs[cell] ? "" : text;
};

/** What a form asks of a kernel. */
function model(question) {
  const ears = new Set();
  const tell = (message) => setTimeout(() => ears.forEach((hear) => hear(message, [])), 0);
  const state = () => {
    const { handed_in, open } = store.state;
    const last = handed_in.at(-1);
    return {
      mode: "graded", storage: "file", participant: store.state.participant, assignment: work.assignment, release: work.release,
      notice: "", locked: !open, locked_reason: open ? "" : `Файл с этими ответами сохранён ${hour(last.at)}. Чтобы изменить ответ, нажмите внизу страницы «Изменить ответы».`,
      returned: null, revision: store.answer(question.id)?.revision ?? 0, saved_at: store.answer(question.id)?.saved_at ?? "",
      missing: lacks(question), notes: noticed(question),
    };
  };
  if (question.kind === "document") question = { ...question, live: false }; // nothing here could read the file
  const fields = { question, get answer() { return store.answer(question.id)?.answer ?? null; }, get state() { return state(); } };
  const handlers = {
    hello() {
      store.refresh();
      tell({ type: "state", state: state(), answer: fields.answer });
    },
    answer(message) {
      const echo = { seq: message.seq, tab: message.tab };
      const { saved, conflict, shut: closed } = store.save(question.id, message.answer, message.base_revision, Boolean(message.resolves));
      const entry = store.answer(question.id);
      tally();
      if (closed) {
        shut();
        tell({ type: "refused", ...echo, message: "Ответы уже сохранены в файл в другом окне: нажмите внизу страницы «Изменить ответы»." });
        tell({ type: "state", state: state(), answer: fields.answer });
      } else if (conflict) tell({ type: "conflict", ...echo, ...conflict });
      else if (saved) tell({ type: "saved", ...echo, revision: entry.revision, saved_at: entry.saved_at, missing: lacks(question), notes: noticed(question) });
      else tell({ type: "refused", ...echo, message: "Этот браузер не хранит ответы: не закрывайте страницу, пока не сохраните файл ответов." });
    },
    upload(message, buffers) {
      const ending = message.name.split(".").at(-1).toLowerCase();
      if (!question.accepts.includes(`.${ending}`)) tell({ type: "refused", message: `Файл «${message.name}» не подходит: принимаются ${question.accepts.join(", ")}.` });
      else tell({ type: "uploaded", tab: message.tab, files: [store.attach(question.id, message.name, buffers[0])] });
    },
    codes: () => tell({ type: "refused", message: "Имена на коды заменяет полная версия задания; здесь замените их в файле сами и выберите его снова." }),
    export: () => tell({ type: "refused", message: "Документ Word собирает полная версия задания; на этой странице его нет." }),
  };
  models.set(question.id, { refresh: handlers.hello });
  return {
    get: (name) => fields[name],
    set() {}, save_changes() {},
    on(event, hear) { if (event === "msg:custom") ears.add(hear); },
    off(event, hear) { ears.delete(hear); },
    send: (message, _callbacks, buffers) => handlers[message?.type]?.(message, buffers),
  };
}

function draw() {
  for (const task of work.tasks) {
    const place = $(`task-${task.question.id}`);
    place.replaceChildren();
    const view = views[task.question.kind];
    if (view) view.render({ model: model(task.question), el: place });
  }
  for (const area of document.querySelectorAll("textarea[data-cell]")) {
    const cell = area.dataset.cell;
    area.value = store.state.sources[cell] ?? work.stubs[cell];
    area.disabled = !store.state.open;
  }
}

/** The list at the end and the line at the top: what is filled in and what is left. */
function tally() {
  const rows = work.tasks.map((task) => [task, lacks(task.question)]);
  const full = rows.filter(([, missing]) => !missing.length).length;
  $("progress").max = rows.length;
  $("progress").value = full;
  $("done").textContent = `Заполнено ${full} из ${rows.length}`;
  $("left").replaceChildren(...rows.map(([task, missing]) => {
    const short = missing.slice(0, 3).join("; ") + (missing.length > 3 ? ` и ещё ${missing.length - 3}` : "");
    const begun = store.answer(task.question.id) || sourceOf(task.question.id);
    return element("li", { class: missing.length ? "" : "pg-full" },
      element("span", { class: "pg-sign", "aria-hidden": "true" }, missing.length ? "–" : "✓"),
      element("span", {}, element("a", { href: `#task-${task.question.id}` }, task.question.title), ": ",
        missing.length ? (begun ? `осталось — ${short}` : "не начато") : "заполнено"));
  }));
  const { open, handed_in } = store.state;
  $("hand").hidden = !open;
  $("handed").hidden = open;
  if (!open) {
    const last = handed_in.at(-1);
    $("handed-words").textContent = `Файл ответов сохранён ${hour(last.at)}, попытка ${last.attempt}. Отправьте его преподавателю — сама страница ничего не отправляет.`;
    $("share").hidden = !sharing();
  }
  $("storage").hidden = store.kept();
}

const bytes = () => JSON.stringify(store.file(), null, 1);
const fileName = () => `${work.assignment}_${store.state.participant}_${store.state.handed_in.at(-1)?.attempt ?? 0}.json`;
const asFile = (type = "application/json") => new File([bytes()], fileName(), { type });

function download() {
  const link = element("a", { href: URL.createObjectURL(asFile()), download: fileName() });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function sharing() {
  try { return Boolean(navigator.canShare?.({ files: [asFile("text/plain")] })); } catch { return false; }
}

const say = (words, bad = false) => { $("said").textContent = words; $("said").className = bad ? "pg-bad" : ""; };

function code() {
  const given = work.code || $("code").value.trim();
  if (CODE.test(given)) return given;
  say("Впишите свой код: он стоит в письме преподавателя, латинские буквы и цифры.", true);
  $("code").focus();
  return "";
}

function confirmation() {
  const empty = work.tasks.filter((task) => lacks(task.question).length);
  if (!code()) return;
  say("");
  const box = element("div", { class: "pg-box", role: "alertdialog", "aria-label": "Подтверждение" },
    element("p", {}, empty.length
      ? `Заполнено не всё: ${empty.map((task) => `«${task.question.title}»`).join(", ")}. Пустое оценивается в ноль баллов.`
      : "Все задания заполнены."),
    element("p", { class: "pg-buttons" },
      element("button", { type: "button", class: "mf-button mf-primary", onclick: hand }, empty.length ? "Сохранить как есть" : "Сохранить файл"),
      element("button", { type: "button", class: "mf-button", onclick: () => $("ask").replaceChildren() }, "Вернуться к заданиям")));
  $("ask").replaceChildren(box);
  box.querySelector("button").focus();
}

function hand() {
  const given = code();
  if (!given) return;
  for (const form of globalThis.mentoringForms ?? []) form.flush();
  setTimeout(() => {
    $("ask").replaceChildren();
    store.name(given);
    store.hand();
    download();
    for (const one of models.values()) one.refresh();
    shut();
    tally();
    say(`Файл ${fileName()} сохранён в папку загрузок.`);
  }, 50);
}

const shut = () => document.querySelectorAll("textarea[data-cell]").forEach((area) => { area.disabled = !store.state.open; });

function start() {
  if ($("code")) {
    $("code").value = store.state.participant;
    $("code").addEventListener("input", () => { if (CODE.test($("code").value.trim())) store.name($("code").value.trim()); });
  }
  for (const area of document.querySelectorAll("textarea[data-cell]")) {
    area.addEventListener("input", () => { store.source(area.dataset.cell, area.value); tally(); });
  }
  $("save").addEventListener("click", confirmation);
  $("again").addEventListener("click", () => { download(); say(`Файл ${fileName()} сохранён ещё раз.`); });
  $("share").addEventListener("click", () => navigator.share({ files: [asFile("text/plain")], title: work.title }).catch(() => {}));
  $("copy").addEventListener("click", async () => {
    try { await navigator.clipboard.writeText(bytes()); say("Ответы скопированы: вставьте их в письмо преподавателю."); }
    catch {
      $("text").hidden = false;
      $("text").value = bytes();
      $("text").select();
      say("Выделите текст ниже, скопируйте его и вставьте в письмо преподавателю.");
    }
  });
  $("change").addEventListener("click", () => {
    store.reopen();
    for (const one of models.values()) one.refresh();
    shut();
    tally();
    say("Ответы снова можно менять. Потом сохраните файл ещё раз: преподаватель проверит последний.");
  });
  $("load").addEventListener("change", async () => {
    const file = $("load").files[0];
    $("load").value = "";
    if (!file) return;
    if (file.size > 20000000) { say("Этот файл слишком велик для файла ответов.", true); return; }
    if (Object.keys(store.state.answers).length && !confirm("Заменить ответы на этой странице ответами из файла?")) return;
    const wrong = store.take(await file.text());
    if (wrong) { say(wrong, true); return; }
    if ($("code")) $("code").value = store.state.participant;
    draw();
    tally();
    say("Ответы из файла загружены.");
  });
  $("forget").addEventListener("click", () => {
    if (!confirm("Стереть все ответы на этой странице? Вернуть их можно будет только из сохранённого файла.")) return;
    store.forget();
    for (const name of Object.keys(localStorage)) if (name.startsWith("mentoring|") && name.includes(`|${work.assignment}|`)) localStorage.removeItem(name);
    location.reload();
  });
  addEventListener("beforeunload", (event) => { if (!store.kept() && Object.keys(store.state.answers).length) event.preventDefault(); });
  draw();
  tally();
  document.documentElement.classList.add("pg-ready");
}

start();
