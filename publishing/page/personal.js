// What looks like personal data in an answer, in the words of `mentoring.privacy`; a test holds both equal where this
// looks. The dictionary of first names stays in Python: a first name beside a surname is noticed there, at grading.
// No lookbehind: browsers of older phones refuse a script that has one.

const LETTER = "A-Za-zА-Яа-яЁё";
const NAME = "[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?";
const INITIAL = "[А-ЯЁ]\\.(?:\\s?-\\s?[А-ЯЁ]\\.)?";
const INITIALS = `${INITIAL}[ \\u00a0]?${INITIAL}`;
const PATRONYMIC = "[А-ЯЁ][а-яё]+(?:(?:[ое]вич|[кмл]ич|ьич)(?:а|у|ем|е)?|(?:[ое]вн|ичн|инишн)(?:а|ы|у|ой|ою|е))";
const AFTER = /(?:(?:^|[^а-яё])(?:им|ул|пр|пер|просп)\.|имени|улиц[аеуы]|проспект[а-яё]*|переул[а-яё]*|площад[а-яё]*)\s*$/i;

// kind, its words, what stands before (dropped), what is looked for
const LOOKS = [
  ["похоже на адрес электронной почты", "", "[\\p{L}\\p{N}_.+-]+@[\\p{L}\\p{N}_-]+(?:\\.[\\p{L}\\p{N}_-]+)+"],
  ["похоже на личную ссылку", "", "(?:https?://)?(?:t\\.me|vk\\.com|ok\\.ru|wa\\.me|max\\.ru)/[\\p{L}\\p{N}_./?=-]+"],
  ["похоже на личную ссылку", "[^\\p{L}\\p{N}_.]", "@[A-Za-z][\\p{L}\\p{N}_]{4,}"],
  ["похоже на СНИЛС", "\\P{N}", "\\d{3}-\\d{3}-\\d{3}[ \\-]\\d{2}(?!\\d)"],
  ["похоже на номер телефона", "[^\\d+]", "(?:\\+7|8)[ \\u00a0\\-]?\\(?\\d{3,5}\\)?(?:[ \\u00a0\\-]?\\d){5,7}(?!\\d)"],
  ["похоже на паспортные данные", "", "[Пп]аспорт[а-яё]*[^\\d]{0,25}\\d{2}\\s?\\d{2}[^\\d]{0,5}\\d{6}"],
  ["похоже на паспортные данные", "[^\\d№]", "\\d{2} ?\\d{2} (?:№ ?)?\\d{6}(?!\\d)"],
  ["похоже на фамилию или имя", `[^${LETTER}\\d_]`, `${NAME}[ \\u00a0]+${INITIALS}`],
  ["похоже на фамилию или имя", "", `${INITIALS}[ \\u00a0]?${NAME}(?![${LETTER}])`],
  ["похоже на фамилию или имя", `[^${LETTER}\\d_]`, `(?:${NAME}[ \\u00a0]+){1,2}${PATRONYMIC}(?![${LETTER}])`],
].map(([words, before, what]) => [words, new RegExp(`${before ? `(^|${before})` : "()"}(${what})`, "gu")]);

/** Phrases for a form, one a distinct finding, at most five. */
function personalIn(text) {
  const marks = [];
  for (const [words, pattern] of LOOKS) {
    for (const found of text.matchAll(pattern)) {
      const start = found.index + found[1].length, end = start + found[2].length;
      if (marks.some((mark) => mark.start < end && start < mark.end)) continue;
      if (words.includes("фамилию") && (AFTER.test(text.slice(Math.max(0, start - 30), start)) || /(^|\s)Код-[А-ЯЁ]/.test(found[2]))) continue;
      marks.push({ start, end, said: `${words}: «${found[2]}»` });
    }
  }
  const said = [...new Set(marks.sort((one, other) => one.start - other.start).map((mark) => mark.said))];
  return said.length <= 5 ? said : [...said.slice(0, 5), `и ещё мест: ${said.length - 5}`];
}

/** All texts of an answer. */
const textsOf = (value) => (typeof value === "string" ? [value] : value && typeof value === "object" ? Object.values(value).flatMap(textsOf) : []);

/** What to look at in an answer to a question that asks to keep people out. */
const personalOf = (question, answer) =>
  question.own_organization || question.personal_data_warning ? personalIn(textsOf(answer).join("\n").slice(0, 10000)) : [];
