"""The two roadmaps of the source documents as values, and what the checks find of their listed defects."""

from __future__ import annotations

from mentoring.data import load
from mentoring.roadmap.dates import Interval
from mentoring.roadmap.findings import Finding
from mentoring.roadmap.model import Roadmap, from_rows


def school() -> Roadmap:
    """The roadmap of a school for 2023/24 (003)."""
    rows = (
        {
            "id": row.id,
            "stage": row.stage_title,
            "stage_number": row.stage_number_raw,
            "number": row.number_raw,
            "activity": row.activity_title,
            "content": row.content_raw,
            "term": row.date_raw,
        }
        for row in load("roadmap_school").itertuples()
    )
    return from_rows(rows, **_header("school"))


def municipal() -> Roadmap:
    """The roadmap of a municipality for 2020–2021 (004)."""
    rows = (
        {
            "id": row.id,
            "stage": row.group_title,
            "stage_number": row.group,
            "number": row.number,
            "activity": row.activity_title,
            "responsible": row.responsible_raw,
            "participants": row.participants_raw,
            "result": row.result_raw,
        }
        for row in load("roadmap_municipal").itertuples()
    )
    return from_rows(rows, **_header("municipal"))


def _header(name: str) -> dict:
    table = load("roadmap_headers").set_index("id").fillna("")
    line = table.loc[name]
    return {
        "title": line.title_raw,
        "organization": line.organization_name,
        "approval": line.approval_raw,
        "period": Interval(line.starts.date(), line.ends.date(), "year", text=line.period_raw),
        "indicators": line.indicators_raw,
        "columns": line["columns"].split(),
        "tasks": tuple(part.strip() for part in line.tasks_raw.split(";") if part.strip()),
    }


def compare(name: str, findings: tuple[Finding, ...]) -> dict[str, list[Finding]]:
    """Listed defect (RM3-…, RM4-…) → findings that agree: a common criterion, and a common row where it names rows."""
    table = load("roadmap_defects")
    found = {}
    for defect in table[table["roadmap"] == name].fillna("").itertuples():
        criteria, places = set(defect.criteria.split()), set(defect.places.split())
        found[defect.id] = [
            one for one in findings if one.criterion in criteria and (places & set(one.places) if places else True)
        ]
    return found
