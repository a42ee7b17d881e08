"""Pages for operators name only what there is: tests, commands, metrics."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def test_every_fault_names_a_test_that_exists():
    named = re.findall(r"`(tests/[\w/.]+)::(\w+)`", page("faults.md"))
    assert len(named) >= 25
    missing = [name for file, name in named if f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8")]
    assert not missing


def test_every_command_of_the_pages_exists():
    from typer.main import get_command

    from mentoring_cli.commands import app

    known = set(get_command(app).commands)
    said = {
        word
        for name in ("operations.md", "data_protection.md")
        for word in re.findall(r"mentoring ([a-z]+)", page(name))
    }
    assert said and said <= known, said - known


def test_every_metric_of_the_page_is_one_of_the_installed_hub():
    pytest.importorskip("jupyterhub")
    import jupyterhub.metrics  # noqa: F401
    from prometheus_client import REGISTRY

    known = {found.name for found in REGISTRY.collect()}
    named = set(re.findall(r"`(jupyterhub_\w+)`", page("operations.md")))
    assert len(named) >= 7 and named <= known, named - known


def test_links_between_the_pages_lead_somewhere():
    for name in ("operations.md", "data_protection.md", "faults.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", page(name)):
            assert (ROOT / "docs" / target).exists(), f"{name}: {target}"
