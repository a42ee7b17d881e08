// Upload of a document or a package: files, what the audit says of them before hand-in, quotes as evidence.
import { field, frame, h, listen, newId, object, text, textarea, verdict } from "./form.js";

const SHOWN = { met: ["right", "Выполнено"], partial: ["partial", "Частично"], violated: ["wrong", "Нарушено"],
  not_applicable: ["info", "Не применимо"], unknown: ["info", "Решает человек"] };
const LIMIT = 5_000_000;
const WAIT = 90_000;

function documentForm(model) {
  return ({ question, body, changed, typed }) => {
    let files = [];
    let waiting = null;
    const tab = newId();
    // The browser's own control speaks the browser's language; the button speaks Russian.
    const picker = h("input", { type: "file", class: "mf-file", accept: question.accepts.join(","), multiple: question.max_files > 1, tabIndex: -1, "aria-hidden": "true" });
    const pick = h("button", { type: "button", class: "mf-button mf-primary", onclick: () => picker.click() }, question.max_files > 1 ? "Выбрать файлы" : "Выбрать файл");
    const list = h("ul", { class: "mf-files" });
    const said = h("div", { class: "mf-note", role: "status", "aria-live": "polite" });
    const check = h("button", { type: "button", class: "mf-button", onclick: () => ask("audit", "Читаем документ…") }, "Проверить документ");
    const codes = h("button", { type: "button", class: "mf-button", onclick: () => ask("codes", "Заменяем имена кодами…") }, "Заменить кодами");
    const found = h("div", { class: "mf-audit", role: "region", "aria-live": "polite", "aria-label": "Аудит документа" });
    const hint = `${question.accepts.join(", ")}, до 5 МБ каждый${question.max_files > 1 ? `, не больше ${question.max_files} файлов` : ""}. `
      + "Файл виден только вам, пока вы не сдали работу.";
    const quotes = question.criteria.filter((one) => one.evidence).map((one) => {
      const area = textarea({ rows: 2, maxLength: 1000, oninput: typed });
      return [one.id, area, field(`Цитата к ${one.id}. ${one.text}`, area, "Скопируйте из своего документа место, которое это подтверждает.")];
    });
    body.append(h("div", {}, pick, picker, h("p", {}, h("small", { class: "mf-muted" }, hint))), list,
      h("div", { class: "mf-buttons" }, question.live ? check : null, question.personal_data_warning ? codes : null), said, found,
      quotes.length ? h("div", { class: "mf-quotes" }, quotes.map(([, , row]) => row)) : "");

    picker.addEventListener("change", async () => {
      for (const file of [...picker.files].slice(0, question.max_files)) {
        if (file.size > LIMIT) { tell(`Файл «${file.name}» больше 5 МБ: уберите картинки или сохраните его заново.`); continue; }
        tell(`Загружаем «${file.name}»…`);
        send({ type: "upload", name: file.name }, [await file.arrayBuffer()]);
      }
      picker.value = "";
    });

    listen(model, {
      uploaded: (message) => {
        if (message.tab !== tab) return;
        done();
        if (message.replace) files = message.files;
        else for (const one of message.files) files = [...files.filter((file) => file.file !== one.file), one].slice(-question.max_files);
        tell(message.said?.length ? message.said.join(" ") : `Загружено: ${message.files.map((one) => `«${one.name}»`).join(", ")}.`);
        draw();
        changed();
        if (question.live) ask("audit", "Читаем документ…");
      },
      audited: (message) => { if (message.tab === tab) { done(); tell(""); audit(message); } },
      refused: (message) => { if (waiting) { done(); tell(message.message); } },
    });

    function send(message, buffers) {
      clearTimeout(waiting);
      waiting = setTimeout(() => { waiting = null; tell("Программа не отвечает: обновите страницу и загрузите файл ещё раз."); }, WAIT);
      try { model.send({ ...message, tab }, undefined, buffers); } catch { done(); tell("Загрузить файл здесь нельзя: откройте задание на странице курса."); }
    }

    function ask(type, words) {
      if (!files.length) { tell("Сначала выберите файл."); return; }
      tell(words);
      send({ type, answer: get() });
    }

    function done() { clearTimeout(waiting); waiting = null; }
    function tell(words) { said.textContent = words; said.hidden = !words; }

    function draw() {
      list.replaceChildren(...files.map((one) => h("li", {}, h("span", {}, one.name),
        h("small", { class: "mf-muted" }, ` ${Math.max(1, Math.round(one.size / 1000))} КБ `),
        h("button", { type: "button", class: "mf-arrow", "aria-label": `Убрать файл ${one.name}`, onclick: () => {
          files = files.filter((file) => file !== one);
          found.replaceChildren();
          draw();
          changed();
        } }, "Убрать"))));
      codes.hidden = check.hidden = !files.length;
    }

    function audit(message) {
      const parts = [];
      for (const one of message.files) {
        parts.push(h("h4", {}, one.name), one.error ? h("p", {}, one.error) : h("p", { class: "mf-muted" }, one.title));
        if (one.personal?.length && question.personal_data_warning) {
          parts.push(h("div", { class: "mf-notes", role: "note" }, h("strong", {}, "Похоже на сведения о людях: "),
            h("ul", {}, one.personal.map((line) => h("li", {}, line))), h("p", {}, "Нажмите «Заменить кодами» — программа запишет вместо них коды.")));
        }
        const rows = question.criteria.filter((asked) => one.criteria?.[asked.id]).map((asked) => {
          const told = one.criteria[asked.id];
          const [kind, word] = SHOWN[told.verdict] ?? SHOWN.unknown;
          return h("li", {}, verdict(kind, word), " ", h("span", { class: "mf-criterion" }, `${asked.id}. ${asked.text}`),
            told.remark ? h("div", {}, told.remark) : null,
            told.quote && !asked.evidence ? h("small", { class: "mf-muted" }, `${told.place ? `${told.place}: ` : ""}«${told.quote}»`) : null);
        });
        if (rows.length) parts.push(h("ul", { class: "mf-remarks" }, rows));
        else if (!one.error) parts.push(h("p", {}, "Это не тот документ, о котором спрашивает задание."));
      }
      for (const one of message.cross ?? []) parts.push(h("p", {}, verdict("wrong", "Расхождение"), ` ${one.remark}`));
      parts.push(h("p", { class: "mf-muted" }, "Это подсказка, а не оценка: баллы даются ещё и за цитаты, а где есть условие — за сведения из него."));
      found.replaceChildren(...parts);
    }

    function get() {
      const evidence = Object.fromEntries(quotes.map(([id, area]) => [id, area.value]).filter(([, value]) => value.trim()));
      return { files, evidence };
    }

    draw();
    tell("");
    return {
      get,
      set(answer) {
        files = Array.isArray(object(answer).files) ? object(answer).files : [];
        for (const [id, area] of quotes) { area.value = text(object(object(answer).evidence)[id]); area.grow?.(); }
        draw();
      },
    };
  };
}

export default { render: (context) => frame(context, documentForm(context.model)) };
