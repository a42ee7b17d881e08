"""Options of the whole test run."""

import os

import pytest

os.environ["MENTORING_OWN_DATA"] = ""  # a developer's own municipality is no part of the course


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--run-slow", action="store_true", help="also run exhaustive tests (load, thousands of kills)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--run-slow"):
        for item in items:
            if "slow" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="slow: needs --run-slow"))
