// Where the answers of a page live: this browser, under the name of the work, and in the file that is handed in.

const CODE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/;

/** Local time with its offset, as the kit writes it: 2026-11-21T14:05:07+03:00. */
function stamp(date = new Date()) {
  const two = (number) => String(Math.floor(Math.abs(number))).padStart(2, "0");
  const away = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + away * 60000).toISOString().slice(0, 19);
  return `${local}${away < 0 ? "-" : "+"}${two(away / 60)}:${two(away % 60)}`;
}

/** The store of one work. `kept()` says whether the browser keeps what is written. */
function keeping(work) {
  const key = ["mentoring-page", work.assignment, work.release, work.variant, work.code].join("|");
  const blank = () => ({ participant: work.code, answers: {}, sources: {}, files: {}, handed_in: [], history: [], open: true });
  let state = blank();
  let works = false;
  try {
    const found = JSON.parse(localStorage.getItem(key));
    if (found && typeof found.answers === "object") state = { ...state, ...found };
    localStorage.setItem(key, JSON.stringify(state));
    works = true;
  } catch { /* told to the person by `kept` */ }

  function write() {
    try {
      localStorage.setItem(key, JSON.stringify(state));
      works = true;
    } catch { works = false; }
    return works;
  }

  /** What another window wrote since comes in: every change of ours is written at once, so nothing of ours is lost. */
  function refresh() {
    if (!works) return; // what the browser could not keep is here only
    try {
      const found = JSON.parse(localStorage.getItem(key));
      if (found && typeof found.answers === "object") state = { ...blank(), ...found };
    } catch { /* as above */ }
  }

  /** A version that lost to another window's; the file carries it, grading never reads it. */
  function lost(task, { revision, saved_at = stamp(), answer }) {
    state.history = [...state.history ?? [], { task, revision, saved_at, answer }].slice(-20);
  }

  /** Files that the answers still speak of. */
  function named() {
    const told = JSON.stringify(state.answers);
    return Object.fromEntries(Object.entries(state.files ?? {}).filter(([name]) => told.includes(name)));
  }

  return {
    get state() { return state; },
    kept: () => works,
    refresh,
    answer: (id) => state.answers[id],
    /** `{ saved }`: whether the browser keeps it; `{ conflict }`: another window wrote a newer answer than `base`;
     * `{ shut }`: another window saved the file. `resolves`: the person has seen both. */
    save(id, answer, base, resolves = false) {
      refresh();
      if (!state.open) return { shut: true };
      const now = state.answers[id];
      if (now && JSON.stringify(now.answer) === JSON.stringify(answer)) return { saved: write() };
      if (now && base !== undefined && now.revision !== base) {
        lost(id, { revision: base, answer });
        write();
        return { conflict: now };
      }
      if (now && resolves) lost(id, now);
      state.answers[id] = { revision: (now?.revision ?? 0) + 1, saved_at: stamp(), answer };
      return { saved: write() };
    },
    source(id, text) { refresh(); state.sources[id] = text; return write(); },
    /** Keep a file that a task asked for; returns how the answer names it. */
    attach(task, name, buffer) {
      const bytes = new Uint8Array(buffer), digest = sha256(bytes);
      const file = `doc_${task}_${digest.slice(0, 16)}.${name.split(".").at(-1).toLowerCase()}`;
      let text = "";
      refresh();
      for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
      state.files = { ...state.files, [file]: btoa(text) };
      write();
      return { name, file, sha256: digest, size: bytes.length };
    },
    name(code) { refresh(); state.participant = code; return write(); },
    hand() {
      refresh();
      const attempt = Math.max(0, ...state.handed_in.map((one) => one.attempt)) + 1;
      state.handed_in.push({ attempt, at: stamp() });
      state.open = false;
      write();
      return attempt;
    },
    reopen() { refresh(); state.open = true; write(); },
    forget() {
      try { localStorage.removeItem(key); } catch { /* nothing is there */ }
      state = blank();
    },
    /** The file as docs/contract.md has it. */
    file() {
      const { participant, answers, sources, handed_in, history } = state;
      const given = Object.fromEntries(Object.entries(sources).filter(([id, text]) => text !== work.stubs[id]));
      return { schema: 1, participant, assignment: work.assignment, release: work.release, variant: work.variant,
        answers, handed_in, returned: null, page: true, sources: given, files: named(), ...(history?.length ? { history } : {}) };
    },
    /** Take a saved file back; returns what is wrong with it, in Russian, or nothing. */
    take(text) {
      let data;
      try { data = JSON.parse(text.replace(/^\ufeff/, "")); } catch { return "Это не файл ответов: прочитать его не удалось."; }
      if (!data || typeof data.answers !== "object" || data.answers === null) return "В этом файле нет ответов.";
      if (data.assignment !== work.assignment) return `Это файл другого задания («${String(data.assignment).slice(0, 40)}»).`;
      if ((data.variant || "base") !== work.variant) return "Это файл другого варианта задания.";
      if (work.code && data.participant && data.participant !== work.code) return "Это файл другого участника.";
      const known = new Set(work.tasks.map((task) => task.question.id));
      const taken = Object.entries(data.answers).filter(([id, one]) => known.has(id) && one && typeof one === "object");
      state = { ...state, open: true, participant: work.code || (CODE.test(data.participant) ? data.participant : state.participant),
        answers: Object.fromEntries(taken.map(([id, one]) => [id, { revision: Number(one.revision) || 1, saved_at: String(one.saved_at ?? ""), answer: one.answer ?? null }])),
        sources: Object.fromEntries(Object.entries(data.sources ?? {}).filter(([id, one]) => id in work.stubs && typeof one === "string")),
        files: Object.fromEntries(Object.entries(data.files ?? {}).filter(([, one]) => typeof one === "string")),
        handed_in: (Array.isArray(data.handed_in) ? data.handed_in : []).filter((one) => Number.isInteger(one?.attempt)) };
      write();
      return "";
    },
  };
}
