// The grading desk's page: shows one answer, takes the mark, has the next one ready. Works from the keyboard alone;
// keys are told by their place (event.code), so that any layout does.
"use strict";

const desk = document.getElementById("desk");
const { front, token, assignment, task, queue } = desk.dataset;
const holder = document.getElementById("card");
const told = document.getElementById("told");
const skipped = [];
const seen = [];
let ahead = null; // {of, promise}: the answer after the present one
let busy = false;
let dirty = false;
let corrected = false;
let current = 0;

async function ask(path, data) {
  // JupyterHub takes the cookie of a page's own request only together with the token, when reading too
  const headers = { "X-XSRFToken": token, ...(data && { "Content-Type": "application/json" }) };
  const sent = { headers, ...(data && { method: "POST", body: JSON.stringify({ assignment, task, ...data }) }) };
  let response;
  try {
    response = await fetch(front + path, { credentials: "same-origin", ...sent });
  } catch {
    throw new Error("Нет связи с сервером. Отметка остаётся на странице, повторите.");
  }
  const got = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(got.error || "Сервер ответил ошибкой. Повторите или откройте страницу заново.");
  return got;
}

const query = (given) => "?" + new URLSearchParams({ assignment, task, ...given });
const card = () => holder.querySelector(".card");
const form = () => holder.querySelector("form");
const part = (selector) => holder.querySelector(selector);

function say(text, bad = false) {
  told.textContent = text;
  told.classList.toggle("bad", bad);
  clearTimeout(say.timer);
  if (!bad) say.timer = setTimeout(() => { told.textContent = ""; }, 4000);
}

function prefetch() {
  const id = card().dataset.id;
  const skip = [...skipped, id].join(",");
  ahead = { of: id, skip, promise: ask("/api/next" + query({ queue, skip })).catch(() => null) };
}

function put(got) {
  holder.innerHTML = got.id ? got.html : ""; // made by our server of escaped views; the page's policy runs no script in it
  document.getElementById("empty").hidden = Boolean(got.id);
  const taken = document.getElementById("taken");
  if (taken && !got.id) {
    taken.hidden = !got.taken;
    taken.querySelector("b").textContent = got.taken;
  }
  dirty = false;
  if (!got.id) return;
  window.scrollTo(0, 0);
  begin();
}

function begin() {
  current = 0;
  const points = part("#points");
  const sum = byLevels();
  corrected = points.value !== "" && (sum === null || Math.abs(sum - number(points.value)) > 0.004);
  part("#back").disabled = !seen.length;
  lines().forEach((line, at) => line.addEventListener("focusin", () => light(at)));
  light(0);
  count();
  if (queue !== "all") prefetch();
}

const lines = () => [...holder.querySelectorAll("fieldset")];

function light(at) {
  current = Math.max(0, Math.min(at, lines().length - 1));
  lines().forEach((line, place) => line.classList.toggle("current", place === current));
}

const number = (text) => Number(text.trim().replace(",", "."));
const russian = (value) => String(Math.round(value * 100) / 100).replace(".", ",");

function byLevels() {
  const chosen = lines().map((line) => line.querySelector("input:checked"));
  if (!chosen.length || chosen.includes(null)) return null;
  return chosen.reduce((sum, one) => sum + Number(one.dataset.points), 0);
}

function count() {
  const points = part("#points");
  const sum = byLevels();
  if (!corrected) points.value = sum === null ? "" : russian(sum);
  points.classList.toggle("corrected", corrected);
  part("#by-levels").hidden = !corrected || !lines().length;
}

async function save() {
  if (busy || !card()) return;
  const text = part("#points").value;
  const points = corrected || !lines().length ? (text.trim() === "" ? null : number(text)) : null;
  if (Number.isNaN(points)) return say("Балл нужно записать числом.", true);
  const levels = {};
  for (const line of lines()) {
    const one = line.querySelector("input:checked");
    if (one) levels[line.dataset.criterion] = Number(one.value);
  }
  const { id, stamp } = card().dataset;
  busy = true;
  try {
    const made = await ask("/api/mark", { id, stamp, levels, points, comment: part("#comment").value });
    for (const [name, left] of Object.entries(made.counts)) {
      const place = document.querySelector(`[data-count="${name}"]`);
      if (place) place.textContent = left;
    }
    say("Записано: " + made.said + ".");
    seen.push(id);
    dirty = false;
    if (queue === "all") location.href = `${front}/list/${assignment}/${task}`;
    else await forward(id);
  } catch (error) {
    if (error.message.startsWith("Пока вы читали")) put(await ask("/api/card" + query({ id })));
    say(error.message, true);
  } finally {
    busy = false;
  }
}

// Others are not given what is being read here; said again while the page is open, see claims.py.
function hold(id, on) {
  return ask("/api/hold", { id, on }).catch(() => null);
}

if (queue && queue !== "all") setInterval(() => { if (card() && !document.hidden) hold(card().dataset.id, true); }, 240_000);
window.addEventListener("pagehide", () => {
  if (!holder || !card() || queue === "all") return;
  ahead?.promise.then((got) => got?.id && leave(got.id));
  leave(card().dataset.id);
});

function leave(id) {
  fetch(front + "/api/hold", { method: "POST", keepalive: true, credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-XSRFToken": token }, body: JSON.stringify({ assignment, task, id, on: false }) });
}

async function forward(id) {
  const ready = ahead && ahead.of === id ? await ahead.promise : null;
  const skip = [...skipped, ...seen].join(",");
  put(ready && !seen.includes(ready.id) ? ready : await ask("/api/next" + query({ queue, skip })));
}

async function pass() {
  if (busy || !card() || queue === "all") return;
  const id = card().dataset.id;
  skipped.push(id);
  hold(id, false);
  await forward(id).catch((error) => say(error.message, true));
}

async function back() {
  if (busy || !seen.length) return;
  try {
    const got = await ask("/api/card" + query({ id: seen[seen.length - 1] }));
    seen.pop();
    put(got);
  } catch (error) {
    say(error.message, true);
  }
}

async function show(what) {
  const button = part(`[data-show="${what}"]`);
  const on = button.getAttribute("aria-pressed") !== "true";
  const shown = card();
  try {
    const id = shown.dataset.id;
    const place = what === "rest" ? part(".rest") : what === "code" ? part(".code") : part(".view");
    const wanted = on ? what : place === part(".view") ? "answer" : "";
    const got = wanted ? await ask("/api/show" + query({ id, what: wanted })) : { html: "" };
    if (card() !== shown) return;
    place.innerHTML = got.html || (on ? "<p>Других ответов в работе нет.</p>" : "");
    if (place !== part(".view")) place.hidden = !on;
    else for (const other of ["question", "model"]) part(`[data-show="${other}"]`).setAttribute("aria-pressed", "false");
    button.setAttribute("aria-pressed", String(on));
    if (on && what === "rest") place.scrollIntoView({ block: "start", behavior: "smooth" });
  } catch (error) {
    say(error.message, true);
  }
}

async function bank(text, removed) {
  try {
    part(".bank").innerHTML = (await ask("/api/phrase", { text, removed })).html;
    say(removed ? "Фраза убрана из банка." : "Фраза в банке: её можно вставить в любой комментарий к этому заданию.");
    ahead = null;
  } catch (error) {
    say(error.message, true);
  }
}

function insert(text) {
  const place = part("#comment");
  place.value = place.value.trim() ? `${place.value.trimEnd()}\n${text}` : text;
  dirty = true;
}

holder?.addEventListener("change", (event) => {
  if (event.target.type !== "radio") return;
  dirty = true;
  count();
});
holder?.addEventListener("input", (event) => {
  dirty = true;
  if (event.target.id !== "points") return;
  corrected = event.target.value.trim() !== "";
  event.target.classList.toggle("corrected", corrected);
  part("#by-levels").hidden = !corrected || !lines().length;
});
holder?.addEventListener("submit", (event) => { event.preventDefault(); save(); });
holder?.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.show) show(button.dataset.show);
  else if (button.id === "skip") pass();
  else if (button.id === "back") back();
  else if (button.id === "keep") bank(part("#comment").value, false);
  else if (button.id === "by-levels") { corrected = false; count(); }
  else if (button.classList.contains("phrase")) insert(button.dataset.text);
  else if (button.classList.contains("drop")) bank(button.dataset.text, true);
});

document.addEventListener("keydown", (event) => {
  if (!holder || !card()) return;
  const typing = event.target.matches("textarea, input:not([type=radio])");
  if (event.key === "Escape" && typing) return event.target.blur();
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); return save(); }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter") {
    if (event.target.closest("button, a, summary")) return;
    event.preventDefault();
    return save();
  }
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  const actions = {
    KeyP: () => show("question"), KeyJ: () => show("model"), KeyH: () => show("rest"), KeyG: pass, KeyY: back,
    KeyR: () => part("#comment").focus(), ArrowDown: () => light(current + 1), ArrowUp: () => light(current - 1),
  };
  if (digit && lines().length) {
    const level = lines()[current].querySelectorAll("input")[Number(digit[1]) - 1];
    if (!level) return;
    event.preventDefault();
    level.checked = true;
    dirty = true;
    count();
    light(current + 1);
    lines()[current].scrollIntoView({ block: "nearest" });
  } else if (actions[event.code]) {
    event.preventDefault();
    actions[event.code]();
  }
});

document.getElementById("confirm")?.addEventListener("click", async () => {
  try {
    await ask("/api/confirm", {});
    location.reload();
  } catch (error) {
    say(error.message, true);
  }
});
window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
if (holder && card()) begin();
