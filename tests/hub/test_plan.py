"""The plan past one machine: its arithmetic, and the notebook that shows it."""

import json
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.errors import KitError
from mentoring_cli.hub import load_shown, plan, plan_shown

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "docs" / "region_plan.ipynb"


@pytest.fixture(scope="module")
def table():
    return plan.items()


def test_every_figure_is_measured_or_told_to_be_an_assumption(table):
    figures = json.loads((ROOT / "benchmarks" / "results.json").read_text(encoding="utf-8"))
    for item in table.values():
        assert item.why and item.low <= item.value <= item.high, item
        if item.key:
            assert item.value == figures[item.key] and item.why.startswith("измерено")
    assert table["participants"].value == 100_000


def test_a_figure_that_was_not_measured_stops_the_plan(tmp_path):
    (tmp_path / "results.json").write_text("{}")
    with pytest.raises(KitError, match="make bench"):
        plan.items(tmp_path / "results.json")


def test_the_arithmetic_by_hand(table):
    made = plan.plan(
        table, participants=1000, online=0.5, memory=10, filled=1.0, cores=1000, server_mb=1024, hub_people=200,
        hub_cpu=0.1, cpu_seconds=1, stay=0.25, last_minute=0.5, handins=3,
        works=2, attempts=1, gradebook_kb=1024, work_kb=2048, night_share=1, last_hour=1, rows=36, night_hours=1,
        grade_ms=3600, busy=1, months=1, price=10, disk_price=0, manual_minutes=6, manual_days=1,
    )  # fmt: skip
    assert (made.online, made.servers, made.hubs, made.limited_by) == (500, 50, 3, "память")
    assert made.database_gb == pytest.approx(2000 / 1024) and made.files_gb == pytest.approx(4000 / 1024)
    assert made.hand_ins_per_second == pytest.approx(500 / 60) and made.hand_ins_measured == 3
    assert made.rows_per_second == pytest.approx(10)
    assert made.grader_hours == pytest.approx(2) and made.grader_machines == 1
    assert made.people == 17 and made.cost_each == pytest.approx((50 + 1 + 2) * 10 / 1000)


def test_more_of_anything_never_costs_less(table):
    base = plan.plan(table)
    for name in ("online", "server_mb", "night_share", "price", "months", "cpu_seconds"):
        more = plan.plan(table, **{name: 2 * table[name].value})
        assert more.cost_each >= base.cost_each and more.servers >= base.servers, name
    assert plan.plan(table, cpu_seconds=1000).limited_by == "процессор"
    assert plan.plan(table, stay=1.0, night_share=1.0, last_hour=1.0).online == 100_000, "everybody at the last hour"
    assert plan.plan(table, hub_cpu=1.0).hubs > base.hubs, "a hub that is busy with fewer people"
    assert base.people > base.servers, "so says the notebook"


def test_the_chart_begins_with_what_matters_most(table):
    moved = plan.sensitivity(table)
    widths = [abs(high - low) for _, low, high in moved]
    assert widths == sorted(widths, reverse=True) and moved[0][0] in plan_shown.chart(table).title


def test_the_notebook_shows_what_the_figures_give_now():
    """Executed anew, without the network; texts of all outputs are those that are committed."""
    kept = nbformat.read(NOTEBOOK, as_version=4)
    fresh = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(fresh, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}).execute()

    def texts(notebook):
        return [output.data["text/plain"] for cell in notebook.cells for output in cell.get("outputs", [])]

    assert len(texts(kept)) == 6 and texts(kept) == texts(fresh)


def test_the_operators_page_shows_the_load_as_it_was_measured(tmp_path):
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert load_shown.written(page, load_shown.figures()) == page
    (tmp_path / "results.json").write_text("{}")
    with pytest.raises(KitError, match="benchmarks load"):
        load_shown.figures(tmp_path / "results.json")
