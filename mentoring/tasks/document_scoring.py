"""Points for an uploaded document: how far it meets the named criteria, says what the case demands, is evidenced.

A document of another case earns little whatever its quality: the criteria count in full when at least half of the
case's facts stand in it. A document that the kit itself gave earns nothing, one with little of one's own its part, and
given words prove nothing. Uncertain law and what a program can't tell never cost points.
"""

from __future__ import annotations

from mentoring.tasks.base import Remark, Score, general, told, verdict_of
from mentoring.tasks.document import PARTS, DocumentAnswer, DocumentQuestion, DocumentReference, ReadFile
from mentoring.tasks.evidence import holds, words
from mentoring.tasks.given_text import own_share

CREDIT = {"met": 1.0, "partial": 0.5, "violated": 0.0}
MIN_QUOTE, MAX_QUOTE = 3, 60
CONTRADICTION = 0.1
OWN_QUOTE = 0.2
"""Part of a quotation's runs that is not given text: less, and it counts by half."""
TITLES = {"document": "Документ", "case": "Сведения случая", "evidence": "Подтверждения"}


def score_document(question: DocumentQuestion, answer: DocumentAnswer, reference: DocumentReference | None) -> Score:
    """See the module. `answer.read` is there."""
    assert answer.read is not None
    readable = [one for one in answer.read.files if not one.error]
    remarks = [Remark(criterion="Файл", verdict="missing", text=one.error) for one in answer.read.files if one.error]
    if not readable:
        return Score(outcome="unreadable", fraction=0.0, remarks=tuple(remarks))
    whole = words_of(readable)
    share, said = _case(question, reference, whole)
    own, known = {one.name: _own(one, reference) for one in readable}, reference.given if reference else ()
    parts: dict[str, tuple[float, list[Remark]] | None] = {
        "document": _document(question, readable, reference, answer, own),
        "case": None if share is None else (share, said),
        "evidence": _evidence(question, answer, readable, own, frozenset(known)),
    }
    weights = {name: question.weights.get(name, 0.0) for name in PARTS if parts[name] is not None}
    total = sum(weights.values()) or 1.0
    fraction = 0.0
    for name, weight in weights.items():
        value, found = parts[name]  # type: ignore[misc]
        if name == "document" and share is not None and share < 0.5:
            value *= share * 2
            text = "Документ не о заданном случае: в нём мало его сведений, поэтому критерии засчитаны не полностью."
            found = [*found, Remark(criterion=TITLES[name], verdict="wrong", text=text)]
        fraction += value * weight / total
        head = Remark(criterion=TITLES[name], verdict=verdict_of(value), share=weight / total)
        remarks += [head, *found]
    return Score.scored(fraction, [*remarks, *general(question, reference)])


def words_of(files: list[ReadFile]) -> list[str]:
    """Words of all files, as evidence compares them."""
    return [
        word
        for one in files
        for start in range(0, len(one.text), 18_000)
        for word in words(one.text[start : start + 18_000])
    ]


def _own(file: ReadFile, reference: DocumentReference | None) -> float:
    """How far a file is the participant's own work, 0..1; 1 where nothing was given."""
    least = reference.own.get(file.kind or "", 0.0) if reference is not None and reference.given else 0.0
    return min(1.0, own_share(words_of([file]), frozenset(reference.given)) / least) if reference and least else 1.0


def _copied(files: list[ReadFile], own: dict[str, float]) -> list[Remark]:
    remarks = []
    for one in files:
        if own[one.name] < 1:
            little = "почти нет" if own[one.name] < 0.4 else "мало"
            text = f"«{one.name}»: своего здесь {little}, остальное — слова образца; критерии засчитаны частично."
            remarks.append(Remark(criterion=TITLES["document"], verdict="partial", text=text))
    return remarks


def _document(question, files, reference, answer, own) -> tuple[float, list[Remark]]:
    earned = most = 0.0
    remarks = _copied(files, own)
    kinds = {one.kind for one in files}
    for missing in [kind for kind in question.wanted if kind not in kinds]:
        remarks.append(
            Remark(criterion=TITLES["document"], verdict="missing", text=f"Нет документа вида «{_title(missing)}».")
        )
    for one in question.criteria:
        told_of = [(file.criteria[one.id], own[file.name]) for file in files if one.id in file.criteria]
        verdicts = [verdict for verdict, _ in told_of]
        judged = [v for v in verdicts if v.get("verdict") in CREDIT]
        if verdicts and not judged:
            text = "По тексту этого не определить или условие не возникает: баллы не затронуты."
            remarks.append(Remark(criterion=f"{one.id}. {one.text}", verdict="info", text=text))
            continue
        most += one.weight
        credits = [(CREDIT[v["verdict"]], part) for v, part in told_of if v.get("verdict") in CREDIT]
        value = sum(credit for credit, _ in credits) / len(credits) if credits else 0.0
        earned += one.weight * sum(credit * part for credit, part in credits) / max(1, len(credits))
        why = next((v.get("remark") or "" for v in judged if v["verdict"] != "met"), "") or (
            "" if judged else "Документа, в котором это должно быть, нет."
        )
        expected = told(question, (reference.explain.get(one.id, "") if reference and value < 1 else ""))
        text = " ".join(filter(None, (why[:1].upper() + why[1:], expected)))
        remarks.append(Remark(criterion=f"{one.id}. {one.text}", verdict=verdict_of(value), text=text))
    value = earned / most if most else 0.0
    if reference is not None and reference.package:
        for contradiction in answer.read.cross:
            value = max(0.0, value - CONTRADICTION)
            remarks.append(Remark(criterion="Комплект", verdict="wrong", text=contradiction.get("remark", "")))
    return value, remarks


def _title(kind: str) -> str:
    from mentoring.documents.kinds import titles

    return titles().get(kind, kind)


def _case(question, reference, whole) -> tuple[float | None, list[Remark]]:
    if reference is None or not reference.facts:
        return None, []
    remarks, found = [], 0
    for fact in reference.facts:
        there = holds(whole, fact.phrases)
        found += there
        if not there:
            text = told(question, fact.explain) or "Одного из сведений, данных в условии, в документе нет."
            remarks.append(Remark(criterion=TITLES["case"], verdict="missing", text=text))
    return found / len(reference.facts), remarks


def _evidence(
    question, answer: DocumentAnswer, files: list[ReadFile], own: dict[str, float], known: frozenset[str]
) -> tuple[float, list[Remark]] | None:
    """Quotes stand in the participant's own document, each for one criterion that the document does meet."""
    wanted = [one for one in question.criteria if one.evidence]
    if not wanted:
        return None
    earned, remarks, used = 0.0, [], []
    for one in wanted:
        given = words(answer.form.evidence.get(one.id, ""))
        value, text = _quoted(one.id, given, files, used)
        if value and known:
            value *= max((own[file.name] for file in files if one.id in file.criteria), default=0.0)
            if own_share(given, known) < OWN_QUOTE:
                value /= 2
                text = "Это слова образца: приведите место, где стоит своё — человек, день, договорённость этой пары."
            elif value < 1:
                text = f"{text} Своего в этом документе мало, и цитата засчитана частично."
        used.append(given)
        earned += value
        remarks.append(
            Remark(criterion=f"Цитата к {one.id}", verdict="missing" if not given else verdict_of(value), text=text)
        )
    return earned / len(wanted), remarks


def _quoted(id: str, given: list[str], files: list[ReadFile], used: list[list[str]]) -> tuple[float, str]:
    if not given:
        return 0.0, "Цитаты нет."
    if not MIN_QUOTE <= len(given) <= MAX_QUOTE:
        return 0.0, f"Цитата — от {MIN_QUOTE} до {MAX_QUOTE} слов."
    if given in used:
        return 0.0, "Эта цитата уже приведена к другому критерию."
    line = f" {' '.join(given)} "
    own = [file for file in files if id in file.criteria]
    if not any(line in f" {' '.join(words_of([file]))} " for file in own):
        return 0.0, "Такого места в документе нет: скопируйте его из своего файла."
    verdicts = [file.criteria[id] for file in own]
    if not any(verdict.get("verdict") in ("met", "partial") for verdict in verdicts):
        return 0.0, "Место в документе есть, но критерий в нём не выполнен."
    shown = {word for verdict in verdicts for word in words(verdict.get("quote", ""))}
    if shown and len(shown & set(given)) < 2:
        return 0.5, "Место в документе есть, но критерий подтверждает другое место."
    return 1.0, "Место подтверждает критерий."
