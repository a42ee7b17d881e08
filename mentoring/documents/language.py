"""Russian words for search: lemmas by pymorphy3, sentences, phrases as lemma patterns, denial («не предусмотрено»).

A pattern is terms in order: `|` separates variants, `*` ends a stem, `..5` allows up to five words between (default 2):
"закрепить|закреплен* ..4 пара". Terms are compared with lemmas, in lower case, with е for ё.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

GAP = 2
_CYRILLIC = re.compile("[а-я]+")
_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,:/]\d+)*|[№%]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:г|гг|ст|п|пп|ч|им|ул|тыс|руб|коп|т\.\s?[дпе]|уч|кв|см|др|пр|обл|р|д|с|стр|прил|проф|зам|моб|тел"
    r"|[А-ЯЁA-Z])|№)\.?$"
)
_BORDER = re.compile(
    r"(?<=[.!?;…])\s+(?=[«\"(–—•\-\d А-ЯЁA-Z])|(?<=;)\s+|(?<=[а-яё]{4}\.)(?=[А-ЯЁ][а-яё])|(?<=[а-яё];)(?=[а-яё])"
)

# Words of the domain that a general dictionary reads otherwise (a participle as its verb, a plural as another noun).
_OWN = (
    ("наставляем", "наставляемый"),
    ("обучаем", "обучаемый"),
    ("обучающ", "обучающий"),
    ("ответственн", "ответственный"),
    ("начинающ", "начинающий"),
    ("куратор", "куратор"),
    ("согласен", "согласен"),
    ("согласн", "согласен"),
    ("реверсив", "реверсивный"),
    ("флеш", "флэш"),
    ("наставниц", "наставник"),
    ("подопечн", "наставляемый"),
    ("учительниц", "учитель"),
    ("воспитательниц", "воспитатель"),
    ("преподавательниц", "преподаватель"),
    ("работниц", "работник"),
    ("сотрудниц", "сотрудник"),
    ("стажерк", "стажер"),
    ("практикантк", "практикант"),
    ("студентк", "студент"),
    ("допсоглашен", "допсоглашение"),
)
_OWN_WORDS = {
    "данные": "данные",
    "данных": "данные",
    "данным": "данные",
    "данными": "данные",
    "пар": "пара",
    "пары": "пара",
    "парами": "пара",
    "парам": "пара",
    "парах": "пара",
    "пдн": "пдн",
    "тк": "тк",
    "рф": "рф",
    "ппн": "ппн",
    "иом": "иом",
    "вид": "вид",
    "банк": "банк",
    "банки": "банк",
    "течение": "течение",
    "лица": "лицо",
    "лиц": "лицо",
    "роли": "роль",
    "банков": "банк",
    "мер": "мера",
    "согласно": "согласно",
    "замер": "замер",
    "замера": "замер",
    "замеры": "замер",
    "замеров": "замер",
    "замером": "замер",
    "часы": "час",
    "часа": "час",
    "уроки": "урок",
    "урока": "урок",
    "урок": "урок",
}


# Anything of the same sentence, in a regular expression: dots of initials («Паниной В. С.») don't end it.
SAME = r"(?:[^.;]|(?<=\b[А-ЯЁ])\.)"


@cache
def _morph():
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=60_000)
def lemma(word: str) -> str:
    """Dictionary form of one word, lower case, е for ё."""
    word = word.lower().replace("ё", "е")
    if len(word) > 40 or not _CYRILLIC.fullmatch(word):
        return word
    if word in _OWN_WORDS:
        return _OWN_WORDS[word]
    if word.startswith("обучающ") and word.endswith("ся"):
        return "обучающийся"
    for start, own in _OWN:
        if word.startswith(start):
            return own
    return _morph().parse(word)[0].normal_form.replace("ё", "е")


def is_word(word: str) -> bool:
    """The dictionary knows the word (so that capitals don't make it an abbreviation)."""
    return _morph().word_is_known(word.lower())


@lru_cache(maxsize=4096)
def is_verb(word: str) -> bool:
    """A personal form of a verb or an infinitive: «собирает», «организовать»."""
    return bool(re.fullmatch("[А-Яа-яЁё]+", word)) and _morph().parse(word.lower())[0].tag.POS in ("VERB", "INFN")


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The regular expression over a line of lemmas for a pattern."""
    parts: list[str] = []
    gap = GAP
    for term in pattern.split():
        if term.startswith(".."):
            gap = int(term[2:])
            continue
        variants = "|".join(re.escape(v.rstrip("*")) + ("[^ ]*" if v.endswith("*") else "") for v in term.split("|"))
        if parts:
            parts.append(f"(?: [^ ]+){{0,{gap}}}?" if gap else "")
        parts.append(f" (?:{variants})(?= )")
        gap = GAP
    return re.compile("".join(parts))


@dataclass
class Words:
    """A sentence or a cell with its lemmas. `line` is the lemmas between single spaces."""

    text: str
    place: str = ""
    block: int = -1
    kind: str = "paragraph"

    @cached_property
    def _tokens(self) -> list[re.Match[str]]:
        return list(_TOKEN.finditer(self.text))

    @cached_property
    def line(self) -> str:
        lemmas = [lemma(token.group()) for token in self._tokens]
        return " " + " ".join(lemmas) + " "

    @cached_property
    def _offsets(self) -> list[int]:
        offsets, at = [], 0
        for word in self.line.split():
            offsets.append(at)
            at += len(word) + 1
        return offsets

    def find(self, pattern: str, start: int = 0) -> Hit | None:
        """First place of the pattern, denied or not."""
        match = compiled(pattern).search(self.line, start)
        return self._hit(match) if match else None

    def _hit(self, match: re.Match[str]) -> Hit:
        first = max(0, bisect_right(self._offsets, match.start()) - 1)
        last = max(first, bisect_right(self._offsets, match.end() - 1) - 1)
        return Hit(self, match.start(), match.end(), self._tokens[first].start(), self._tokens[last].end())

    def has(self, pattern: str) -> bool:
        """The pattern stands here and isn't denied."""
        hit = self.find(pattern)
        while hit is not None:
            if not hit.denied:
                return True
            hit = self.find(pattern, hit.to)
        return False


_NOT_DENIAL = re.compile(
    r"(?:поздн|позже|более|менее|больш|меньш|ранее|рано|ранн|реже|редк|только|част|ниже|выше|низк|высок|мало|мен|превыш"
    r"|возраж|допуска|свыше|далее|завис|прот|обучающ|явля|разглаш)"
)
_BEFORE = re.compile(r" (?:не|нет|без|отсутств\w*|исключ\w*)(?: [^ ]+){0,2}$")
_DENYING = (
    r"предусм|требов|требу|установ|устанавл|определ|указ|назнач|проводи|провест|оформ|планир|заключ|прилаг"
    r"|прилож|приложи"
    r"|получ|брат|взят|запраш|выплач|произв|нужн|обязат|содерж|опис|назва|назыв|выдел|введ|ввод|созд|осуществ|рассматр"
    r"|закрепл|закрепи|собира|состав|вест|веду|утвержд|утверди|разраб|приведен|привест|выявл|быть|иметь|да"
    r"|предполаг|включ"
)
_AFTER = re.compile(
    rf"^(?: (?!(?:а|но|и) )[^ ]+){{0,4}}?"
    rf" (?:не (?:{_DENYING})[^ ]*|отсутств[^ ]*|нет(?= )|не быть)"
)


@dataclass
class Hit:
    """A found phrase: `start`, `end` in the text of `words`; `at`, `to` in its line of lemmas."""

    words: Words
    at: int
    to: int
    start: int
    end: int

    @property
    def denied(self) -> bool:
        """«согласие не требуется», «без согласия», «порядок отсутствует» — but not «не позднее», «не менее»."""
        line, text = self.words.line, self.words.text
        before = line[: self.at]
        match = _BEFORE.search(before)
        if match:
            tail = (match.group() + line[self.at : self.to]).split()
            follows = tail[1] if len(tail) > 1 else ""
            comma = "," in text[max(0, self.start - 40) : self.start].rpartition(" не ")[2] if " не " in text else False
            if not (tail[0] == "не" and _NOT_DENIAL.match(follows)) and not comma and tail[0] != "исключить":
                return True
        inside = line[self.at : self.to].split()
        for place, word in enumerate(inside[:-1]):
            if word in ("не", "нет", "без") and not _NOT_DENIAL.match(inside[place + 1]):
                return True
        after = _AFTER.match(line[self.to :])
        if not after:
            return False
        # The denial must be of the same clause: no comma between the phrase and it.
        clause = self.words.text[self.end :]
        denial = re.search(r"\bне\b|\bнет\b|отсутств", clause, re.IGNORECASE)
        return bool(denial) and "," not in clause[: denial.start()] and "(" not in clause[: denial.start()]

    @property
    def quote(self) -> str:
        return cut(self.words.text, self.start, self.end)

    @property
    def place(self) -> str:
        return self.words.place


def cut(text: str, start: int = 0, end: int = 0, limit: int = 220) -> str:
    """At most `limit` characters of the text around the place."""
    if len(text) <= limit:
        return text
    first = max(0, min(start - 60, len(text) - limit))
    return text[first : first + limit].strip()


def sentences(text: str) -> list[str]:
    """The text cut at ends of sentences and at semicolons; abbreviations and initials don't end a sentence."""
    pieces: list[str] = []
    start = 0
    for border in _BORDER.finditer(text):
        before = text[start : border.start()]
        if before.endswith(".") and _ABBREVIATION.search(before[:-1][-8:]) and not re.search(r"\d\.$", before):
            continue
        if re.fullmatch(r"\s*(?:\d{1,2}\.)+", before):
            continue
        pieces.append(before)
        start = border.end()
    pieces.append(text[start:])
    return [piece.strip() for piece in pieces if piece.strip()]


@dataclass
class Index:
    """Sentences of a document, in order; what is asked of the whole document is asked here."""

    words: list[Words] = field(default_factory=list)

    def find(self, *patterns: str) -> Hit | None:
        """The first place, in the order of the patterns, that isn't denied."""
        for pattern in patterns:
            for words in self.words:
                hit = words.find(pattern)
                while hit is not None:
                    if not hit.denied:
                        return hit
                    hit = words.find(pattern, hit.to)
        return None

    def all(self, *patterns: str) -> list[Hit]:
        """Every sentence where one of the patterns stands undenied, one hit a sentence."""
        hits = []
        for words in self.words:
            for pattern in patterns:
                hit = words.find(pattern)
                if hit is not None and not hit.denied:
                    hits.append(hit)
                    break
        return hits
