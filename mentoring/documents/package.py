"""A package of documents: gathers files of folders and archives, and finds where the files contradict each other."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from . import dates, requisites, vocabulary
from .language import Words
from .reading.archive import member, open_zip
from .reading.model import DocumentError
from .view import Document

if TYPE_CHECKING:
    from .auditing import CrossRemark, FileReport

SUFFIXES = {".docx", ".odt", ".pdf", ".txt", ".doc", ".rtf"}
ARCHIVES = {".zip", ".rar", ".7z", ".tar", ".gz"}
MAX_PACKAGE = 300


def gather(paths: list[str | Path]) -> Iterator[tuple[bytes | Path | DocumentError, str]]:
    """Content (or the path) and the name of every document, or the error instead of the content."""
    for given in paths:
        path = Path(given)
        if path.is_dir():
            found = sorted(
                p
                for p in path.rglob("*")
                if p.suffix.lower() in SUFFIXES | ARCHIVES and p.is_file() and _visible(p.name)
            )
            if not found:
                yield DocumentError(f"В папке «{path.name}» нет документов .docx, .odt, .pdf, .txt."), path.name
            for inner in found[:MAX_PACKAGE]:
                name = str(inner.relative_to(path))
                yield _inside(inner, path, name), name
            if len(found) > MAX_PACKAGE:
                yield DocumentError(f"В папке больше {MAX_PACKAGE} документов: проверены первые."), path.name
        elif path.exists() and not path.is_file():
            yield DocumentError(f"«{path.name}» — не файл и не папка: открыть нечего."), path.name
        elif path.suffix.lower() == ".zip":
            yield from _unpack(path)
        else:
            yield path, path.name


def _inside(path: Path, folder: Path, name: str) -> Path | DocumentError:
    """A document of the folder itself: a link out of it and an archive in it are told, not opened."""
    if not path.resolve().is_relative_to(folder.resolve()):
        return DocumentError(f"«{name}» — ссылка за пределы папки, она не открыта: положите сам документ.")
    return _nested(name) if path.suffix.lower() in ARCHIVES else path


def _nested(name: str) -> DocumentError:
    return DocumentError(f"Архив «{name}» лежит внутри комплекта и не открыт: распакуйте его и проверьте отдельно.")


def _visible(name: str) -> bool:
    return not name.startswith((".", "~$", "__MACOSX"))


def _unpack(path: Path) -> Iterator[tuple[bytes | DocumentError, str]]:
    try:
        archive = open_zip(path.read_bytes(), path.name)
    except OSError:
        yield (
            DocumentError(f"Файл «{path.name}» не открывается: проверьте, есть ли он и можно ли его читать."),
            path.name,
        )
        return
    except DocumentError as error:
        yield error, path.name
        return
    count = 0
    if (entries := archive.infolist()) and all(entry.flag_bits & 1 for entry in entries if not entry.is_dir()):
        yield DocumentError(f"Архив «{path.name}» закрыт паролем: снимите пароль и пришлите снова."), path.name
        return
    with archive:
        for entry in archive.infolist():
            name = _entry_name(entry)
            inner = Path(name)
            if entry.is_dir() or not _visible(inner.name) or "__MACOSX" in name:
                continue
            if inner.suffix.lower() not in SUFFIXES | ARCHIVES:
                continue
            count += 1
            if count > MAX_PACKAGE:
                yield DocumentError(f"В архиве больше {MAX_PACKAGE} документов: проверены первые."), path.name
                break
            if inner.suffix.lower() in ARCHIVES:
                yield _nested(name), name
                continue
            if stat.S_ISLNK(entry.external_attr >> 16):
                yield DocumentError(f"«{name}» в архиве — ссылка, а не документ: положите сам документ."), name
                continue
            try:
                yield member(archive, entry.filename, name) or b"", name
            except DocumentError as error:
                yield error, name
    if not count:
        yield DocumentError(f"В архиве «{path.name}» нет документов .docx, .odt, .pdf, .txt."), path.name


def _entry_name(entry) -> str:
    """Name of an entry; archives of Windows keep Russian names in cp866 without saying so."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("cp866")
    parts = [part for part in re.split(r"[\\/]+", name) if part not in ("", ".", "..") and not part.endswith(":")]
    return "/".join(parts) or "документ"  # a name is only shown, nothing is unpacked; still it leads nowhere


def cross_check(files: list[FileReport], as_of: dt.date) -> list[CrossRemark]:
    """Contradictions between the documents of a package, in the order of the checks."""
    by_kind: dict[str, list[FileReport]] = {}
    for file in files:
        by_kind.setdefault(file.kind or "", []).append(file)
    remarks: list[CrossRemark] = []
    for check in (_dates, _period, _pairs, _agreements, _types, _roadmap, _curator, _indicators, _stamps):
        try:
            remarks += check(by_kind, as_of)
        except Exception:
            continue
    return remarks


def _remark(id: str, files: list[FileReport], text: str) -> CrossRemark:
    from .auditing import CrossRemark

    return CrossRemark(id, tuple(dict.fromkeys(f.file for f in files)), text)


def _order_pairs(file: FileReport):
    from .criteria.pairing_order import _pairs

    return _pairs(file.document)


def stems(document: Document) -> set[str]:
    """Surnames (stems) of everyone the document names."""
    if "_stems" not in document.__dict__:
        document.__dict__["_stems"] = {
            requisites.stem(p.surname)
            for n, b in enumerate(document.blocks)
            for p in requisites.people(requisites.filled(b.text), b.kind == "cell")
        }
    return document.__dict__["_stems"]


def same(a: str, b: str) -> bool:
    """Two stems of one surname in different cases."""
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    return len(short) >= 4 and long.startswith(short) and len(long) - len(short) <= 2


def _has(stem: str, among) -> bool:
    return any(same(stem, other) for other in among)


def _consent_day(document: Document) -> dt.date | None:
    from .criteria.consent import signature_and_date

    _, dated = signature_and_date(document)
    found = dates.dates(dated.text) if dated else []
    return found[-1] if found else None


def _dates(kinds, as_of):
    from .criteria.consent import sorts

    for order in kinds.get("pairing_order", []):
        day = order.document.own_date[0]
        names = {s for p in _order_pairs(order) for s in (p.mentor, p.mentee) if s}
        for consent in kinds.get("consent", []):
            given = _consent_day(consent.document)
            if not {"mentor", "mentee"} & set(sorts(consent.document)):
                continue
            if names and stems(consent.document) and not any(_has(n, stems(consent.document)) for n in names):
                continue
            if day and given and given > day:
                yield _remark(
                    "XD-DATES",
                    [consent, order],
                    f"Согласие от {given:%d.%m.%Y} позже приказа о парах от {day:%d.%m.%Y}.",
                )


def _agreement_term(document: Document):
    from .pairs import term

    for words in document.index.words:
        if re.search(r"трудов\w+ договор\w* (?:от|№)|закон", words.text, re.I) and not re.search(
            r"срок|период|с «?\d", words.text, re.I
        ):
            continue
        first, last = term(words.text)
        if first and last:
            return first, last
    return None


def _period(kinds, as_of):
    for order in kinds.get("pairing_order", []):
        general = _general_term(order.document)
        year = None
        for pair in _order_pairs(order):
            first, last = pair.first or (general or (None, None))[0], pair.last or (general or (None, None))[1]
            if not first or not last:
                continue
            year = dates.school_year(first)
            if last > year[1]:
                yield _remark(
                    "XD-PERIOD", [order], f"Срок пары {first:%d.%m.%Y}–{last:%d.%m.%Y} выходит за учебный год."
                )
            for agreement in kinds.get("supplementary_agreement", []):
                if not pair.mentor or not _has(pair.mentor, stems(agreement.document)):
                    continue
                own = _agreement_term(agreement.document)
                if own is None:
                    continue
                if (
                    pair.mentee
                    and _mentees(order, pair.mentor) > 1
                    and not _has(pair.mentee, stems(agreement.document))
                ):
                    continue
                if first < own[0] or last > own[1]:
                    yield _remark(
                        "XD-PERIOD",
                        [order, agreement],
                        f"Срок пары {first:%d.%m.%Y}–{last:%d.%m.%Y} не укладывается в срок соглашения "
                        f"{own[0]:%d.%m.%Y}–{own[1]:%d.%m.%Y}.",
                    )
    for agreement in kinds.get("supplementary_agreement", []):
        own = _agreement_term(agreement.document)
        if own and own[1] > dates.school_year(own[0])[1]:
            yield _remark(
                "XD-PERIOD", [agreement], f"Срок соглашения {own[0]:%d.%m.%Y}–{own[1]:%d.%m.%Y} выходит за учебный год."
            )


def _mentees(order: FileReport, mentor: str) -> int:
    return sum(1 for pair in _order_pairs(order) if pair.mentor and same(pair.mentor, mentor))


def _general_term(document: Document):
    from .criteria.pairing_order import _outside
    from .pairs import term

    for words in _outside(document):
        first, last = term(words.text)
        if first and last:
            return first, last
    return None


def programme_people(document: Document) -> set[str]:
    """Mentor and mentee of a programme: people of its first blocks who don't approve it."""
    from .criteria.common import head_names
    from .criteria.mentoring_programme import _official

    return {requisites.stem(p.surname) for w, p in head_names(document, 60) if not _official(document, w)}


def _pairs(kinds, as_of):
    orders, programmes = kinds.get("pairing_order", []), kinds.get("mentoring_programme", [])
    if not orders or (not programmes and len(kinds) < 6):
        return
    known = [(order, pair) for order in orders for pair in _order_pairs(order) if pair.mentor and pair.mentee]
    people = {programme.file: programme_people(programme.document) for programme in programmes}
    for order, pair in known:
        both = [p for p in programmes if _has(pair.mentor, people[p.file]) and _has(pair.mentee, people[p.file])]
        if not both:
            yield _remark(
                "XD-PAIRS",
                [order, *[p for p in programmes if _has(pair.mentee, people[p.file])]],
                f"Для пары из приказа нет своей программы: {_short(pair)}.",
            )
    for programme in programmes:
        if (
            known
            and len(people[programme.file]) >= 2
            and not any(
                _has(pair.mentor, people[programme.file]) and _has(pair.mentee, people[programme.file])
                for _, pair in known
            )
        ):
            yield _remark("XD-PAIRS", [*orders, programme], "Пары этой программы нет в приказе о закреплении.")


def _short(pair) -> str:
    return pair.row.text[:140]


def _agreements(kinds, as_of):
    agreements = kinds.get("supplementary_agreement", [])
    if not agreements and len(kinds) < 3:
        return
    for order in kinds.get("pairing_order", []):
        done: list[str] = []
        for pair in _order_pairs(order):
            if not pair.mentor or _has(pair.mentor, done):
                continue
            done.append(pair.mentor)
            if not any(_has(pair.mentor, stems(a.document)) for a in agreements):
                yield _remark(
                    "XD-AGREEMENTS",
                    [order, *agreements],
                    f"Для наставника нет дополнительного соглашения: {_short(pair)}.",
                )


def _types(kinds, as_of):
    from .criteria.regulation import category_zone

    for regulation in kinds.get("regulation", []):
        text = regulation.document.plain
        allowed = {
            "types": vocabulary.types(text),
            "forms": vocabulary.forms(text),
            "categories": category_zone(regulation.document)[0],
        }
        titles = _titles()
        for order in kinds.get("pairing_order", []):
            used: dict[str, set[str]] = {"types": set(), "forms": set(), "categories": set()}
            for pair in _order_pairs(order):
                used["types"] |= pair.types
                used["forms"] |= pair.forms
                used["categories"] |= pair.categories
            if not used["types"] and not used["forms"]:
                from .criteria.pairing_order import _outside

                outside = " ".join(w.text for w in _outside(order.document))
                used["types"], used["forms"] = vocabulary.types(outside), vocabulary.forms(outside)
            for sort, label in (("types", "Вида"), ("forms", "Формы"), ("categories", "Категории")):
                for extra in sorted(used[sort] - allowed[sort]):
                    if allowed[sort] and not (
                        sort == "categories"
                        and len(used[sort]) > 1
                        and used[sort] & allowed[sort]
                        and extra in ("growth_seeker", "young", "digital_learner", "other_deficit")
                        and len(_order_pairs(order)) < len(used[sort])
                    ):
                        yield _remark(
                            "XD-TYPES",
                            [order, regulation],
                            f"{label} «{titles.get(extra, extra)}» из приказа нет в положении.",
                        )


def _titles() -> dict[str, str]:
    from mentoring.data import load

    return {
        row["id"]: row["title"]
        for name in ("mentoring_types", "mentoring_forms", "mentee_categories")
        for row in load(name).to_dict("records")
    }


def _roadmap(kinds, as_of):
    for roadmap in kinds.get("roadmap", []):
        period = roadmap.document.period
        if not period:
            continue
        first = (
            period[0].replace(month=8, day=1)
            if (period[0].month, period[0].day) == (9, 1) and period[1].month == 8
            else period[0]
        )
        for kind in ("implementation_order", "pairing_order"):
            for order in kinds.get(kind, []):
                day = order.document.own_date[0]
                if day and not (first <= day <= period[1]):
                    yield _remark(
                        "XD-ROADMAP",
                        [roadmap, order],
                        f"Дата приказа {day:%d.%m.%Y} вне периода дорожной карты "
                        f"{period[0]:%d.%m.%Y}–{period[1]:%d.%m.%Y}.",
                    )


_CURATOR = re.compile(r"куратор", re.I)


def curators(document: Document) -> set[str]:
    """Surnames (stems) of those the document calls curators."""
    found: set[str] = set()
    for number, block in enumerate(document.blocks):
        if block.kind == "cell":
            row = document.text.tables[block.table].rows[block.row]
            text = " ".join(dict.fromkeys(row)) if len(row) == 2 else block.text
        else:
            text = block.text
        for match in _CURATOR.finditer(text):
            people = requisites.people(requisites.filled(text))
            near = [p for p in people if -60 <= p.start - match.end() <= 130]
            after = [p for p in near if p.start >= match.end()]
            before = [p for p in near if p.start < match.start()]
            chosen = None
            if (
                after
                and not re.search(r"\.\s+[А-ЯЁ][а-яё]{3}|;", text[match.end() : after[0].start])
                and not re.search(
                    r"ответственн|директор[ау]? (?!по)|контрол",
                    re.sub(r"зам\w*\.? (?:директора|заведующ\w+|руководителя)", "", text[match.end() : after[0].start]),
                    re.I,
                )
            ):
                chosen = after[0]
            elif before and re.search(
                r"назнач|возлож|[(,–—-]\s*$|функци|обязанност",
                text[before[-1].end : match.start()] or text[: match.start()],
                re.I,
            ):
                chosen = before[-1]
            if chosen:
                found.add(requisites.stem(chosen.surname))
        _ = number
    return found


def _curator(kinds, as_of):
    named = [(file, c) for files in kinds.values() for file in files for c in curators(file.document)]
    distinct: list[tuple[object, str]] = []
    for file, name in named:
        if not any(same(name, other) for _, other in distinct):
            distinct.append((file, name))
    if len(distinct) > 1:
        yield _remark("XD-CURATOR", [file for file, _ in named], "Куратором в документах названы разные люди.")


def indicators(document: Document) -> list[Words]:
    """Sentences or rows that state an indicator: a share, a number, a satisfaction with a level or a formula."""
    found = []
    for words in document.index.words:
        if re.search(
            r"\b(?:доля|количество|число|процент|удовлетвор[её]нност\w+|охват|укомплектованност\w+|сохранность"
            r"|уровень)\b",
            words.text,
            re.I,
        ) and (re.search(r"показател|индикатор|=|%|процент", words.text + _around(document, words), re.I)):
            if re.match(r"\W*(?:\d+[.)]\s*)*(?:[A-ZА-ЯЁ]\w{0,5}\s*=|где\b|формула)", words.text):
                continue
            found.append(words)
    return found


def _around(document: Document, words: Words) -> str:
    if words.block < 0:
        return ""
    block = document.blocks[words.block]
    if block.kind == "cell":
        header = document.text.tables[block.table].rows[0]
        return " " + (header[block.column] if block.column < len(header) else "")
    return " " + " ".join(document.blocks[n].text for n in range(max(0, words.block - 4), words.block))


_WEAK_WORDS = """
    доля число количество процент показатель формула отношение уровень общий от к и в на с по не менее год целевой
    значение организация наставник наставничество наставляемый
"""
_WEAK = frozenset(_WEAK_WORDS.split())


_INDICATOR = re.compile(
    r"\b(?:доля|количество|число|процент|удовлетвор[её]нност|охват|укомплектованност|сохранность|уровень)", re.I
)
_SYMBOL = re.compile(r"(?<![\w.])([А-ЯЁA-Z][А-ЯЁа-яёA-Za-z]{0,3}\d?)\s*=\s*\(?[А-ЯЁA-Z]")


def _bag(text: str) -> set[str]:
    """Content words of an indicator's name, as stems."""
    start = _INDICATOR.search(text)
    quoted = re.search(r"[«\"]([^«»\"]{6,})[»\"]", text)
    text = quoted[1] if quoted and start else text[start.start() :] if start else text
    head = re.split(
        r"[=;(:]|,\s*(?:где|не менее|%|в %|процент)|\s[–—-]\s*(?:не менее|\d)|формул|\s[А-ЯЁA-Z]\w{0,3}\s*=", text
    )[0]
    return {w[:6] for w in Words(head).line.split() if len(w) > 3 and w not in _WEAK and not w[0].isdigit()}


def _indicators(kinds, as_of):
    for regulation in kinds.get("regulation", []):
        ours = [bag for w in indicators(regulation.document) if (bag := _bag(w.text))]
        if not ours:
            continue
        for roadmap in kinds.get("roadmap", []):
            theirs = [
                (w, bag)
                for w in indicators(roadmap.document)
                if (bag := _bag(w.text)) and re.search(r"\b(?:доля|удовлетвор|охват|процент)", w.text, re.I)
            ]
            symbols = set(_SYMBOL.findall(regulation.document.plain)), set(_SYMBOL.findall(roadmap.document.plain))
            if not theirs and all(symbols) and not symbols[0] & symbols[1]:
                text = "Показатели дорожной карты и положения записаны разными формулами: " + ", ".join(
                    sorted(symbols[1])
                )
                yield _remark("XD-INDICATORS", [roadmap, regulation], f"{text}.")
            if not theirs:
                continue
            lost = [
                w for w, bag in theirs if max(len(bag & own) / max(1, min(len(bag), len(own))) for own in ours) < 0.5
            ]
            if lost:
                yield _remark(
                    "XD-INDICATORS", [roadmap, regulation], f"Показателя карты нет в положении: {lost[0].text[:140]}."
                )
                continue
            missing = [
                own for own in ours if max(len(bag & own) / max(1, min(len(bag), len(own))) for _, bag in theirs) < 0.34
            ]
            if missing and len(missing) == len(ours):
                yield _remark(
                    "XD-INDICATORS", [roadmap, regulation], "Показатели дорожной карты и положения не совпадают."
                )


def _stamps(kinds, as_of):
    orders = kinds.get("implementation_order", [])
    if len(orders) != 1:
        return
    order = orders[0]
    number, day = order.document.own_number[0], order.document.own_date[0]
    for kind in ("regulation", "roadmap"):
        for file in kinds.get(kind, []):
            text = file.document.stamp_text
            if not text:
                continue
            theirs, days = requisites.number(text), dates.dates(text)
            if number and theirs and _plain(number) != _plain(theirs):
                yield _remark(
                    "XD-STAMPS", [file, order], f"В грифе приказ № {theirs}, а приказ о внедрении — № {number}."
                )
            elif day and days and day not in days and re.search(r"приказ", text, re.I):
                yield _remark(
                    "XD-STAMPS",
                    [file, order],
                    f"В грифе дата {days[-1]:%d.%m.%Y}, а приказ о внедрении от {day:%d.%m.%Y}.",
                )


def _plain(number: str) -> str:
    return re.sub(r"[\s–—-]", "", number).lower().replace("о", "0")
