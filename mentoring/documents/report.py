"""What a report says, whatever its format: findings in order of severity, counts, recommendations. Pure text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from mentoring.data.criteria import Criterion, criteria
from mentoring.wording import count_ru

from .audit_results import AuditReport, FileReport
from .judgement import CHECK, Judgement
from .kinds import titles

WEIGHTS = {"critical": "критичный", "substantial": "существенный", "desirable": "желательный"}
VERDICTS = {
    "met": "выполнено",
    "partial": "частично",
    "violated": "нарушено",
    "not_applicable": "неприменимо",
    "unknown": "решает человек",
}
CROSS = {
    "XD-DATES": "Согласия — не позже приказа о парах",
    "XD-PERIOD": "Срок пары — внутри срока соглашения и учебного года",
    "XD-PAIRS": "Пары приказа — те же, что в программах",
    "XD-AGREEMENTS": "Соглашение — у каждого наставника",
    "XD-TYPES": "Виды, формы и категории приказа есть в положении",
    "XD-ROADMAP": "Период дорожной карты охватывает приказы",
    "XD-CURATOR": "Куратор во всех документах один",
    "XD-INDICATORS": "Показатели карты и положения одни и те же",
    "XD-STAMPS": "Грифы утверждения — по приказу о внедрении",
}


@dataclass(frozen=True)
class Finding:
    """A problem to mend: where, how grave, what to do."""

    file: str
    criterion: Criterion
    judgement: Judgement

    @property
    def check(self) -> bool:
        """Rests on uncertain law: a person checks it, it is no violation."""
        return self.criterion.earns == "check"

    @property
    def verdict(self) -> str:
        return CHECK if self.check else VERDICTS[self.judgement.verdict]

    @property
    def advice(self) -> str:
        remark = self.judgement.remark.removeprefix(f"{CHECK}: ").strip(" .")
        lead = "Проверьте и при необходимости дополните" if self.check else "Исправьте"
        if remark.startswith("нет: "):
            lead, remark = ("Проверьте, нужно ли добавить" if self.check else "Добавьте"), remark[5:]
        return f"{lead}: {remark}. {self.criterion.why}" if remark else f"{lead}. {self.criterion.why}"


def findings(report: AuditReport) -> list[Finding]:
    """All problems, the gravest first; what is only to be checked comes after the violations of its weight."""
    rows = {row.id: row for row in criteria()}
    order = list(WEIGHTS)
    found = [Finding(f.file, rows[id], j) for f in report.files for id, j in f.judgements.items() if j.problem]
    return sorted(found, key=lambda x: (order.index(x.criterion.weight), x.check, x.judgement.verdict == "partial"))


def kind_title(file: FileReport) -> str:
    return titles().get(file.kind or "", "вид не определён")


def summary(report: AuditReport) -> list[str]:
    """A few sentences: how many files, what is found by weight, what was not read."""
    read = [file for file in report.files if file.error is None]
    lines = [
        f"Проверено: {count_ru(len(read), 'документ', 'документа', 'документов')}, дата проверки "
        f"{report.as_of:%d.%m.%Y}."
    ]
    found = findings(report)
    firm = Counter(f.criterion.weight for f in found if not f.check)
    if firm:
        lines.append("Недочёты: " + ", ".join(f"{WEIGHTS[w]} — {firm[w]}" for w in WEIGHTS if firm[w]) + ".")
    elif read:
        lines.append("Нарушений не найдено.")
    if checks := sum(f.check for f in found):
        lines.append(f"Отмечено «{CHECK}»: {checks}.")
    if report.cross:
        lines.append(f"Расхождений между документами: {len(report.cross)}.")
    if errors := len(report.files) - len(read):
        lines.append(f"Не прочитано файлов: {errors}.")
    if pending := [file.file for file in report.files if file.pending]:
        lines.append("Есть непринятые исправления (вставки учтены, удаления — нет): " + ", ".join(pending) + ".")
    return lines


def lines(report: AuditReport) -> list[str]:
    """The report for a terminal."""
    result = summary(report)
    rows = {row.id: row for row in criteria()}
    for file in report.files:
        result += ["", f"{file.file} — {kind_title(file)}" if file.error is None else f"{file.file}: {file.error}"]
        counts = Counter(judgement.verdict for judgement in file.judgements.values())
        if counts:
            result.append("  " + ", ".join(f"{VERDICTS[v]}: {counts[v]}" for v in VERDICTS if counts[v]))
        for id, judgement in file.judgements.items():
            if judgement.problem:
                finding = Finding(file.file, rows[id], judgement)
                remark = judgement.remark.removeprefix(f"{CHECK}: ")
                where = f" ({judgement.place})" if judgement.place else ""
                result.append(f"  {id} {finding.verdict}, {WEIGHTS[rows[id].weight]}: {remark}{where}")
            elif judgement.remark.startswith(CHECK):  # nothing is missing, but a person should look
                result.append(f"  {id} {judgement.remark}")
    for remark in report.cross:
        result += ["", f"{remark.id} {CROSS[remark.id]}: {remark.remark} [{', '.join(remark.files)}]"]
    return result
