"""Dependencies: pyproject is the source, the lock satisfies it, environment.yml installs the lock; no address."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ADDRESS = re.compile(
    r"https?://[^\s\"')>]*(?:pypi|anaconda|conda|npmjs|registry|simple)[^\s\"')>]*"
    r"|--(?:extra-)?index-url|--find[-]links"
)


def locked() -> list[Requirement]:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def asked() -> list[Requirement]:
    project = PYPROJECT["project"]
    extras = [item for group in project["optional-dependencies"].values() for item in group]
    return [Requirement(line) for line in [*project["dependencies"], *extras]]


def test_every_dependency_is_locked_at_a_version_that_pyproject_allows():
    versions: dict[str, list[str]] = {}
    for requirement in locked():
        pins = list(requirement.specifier)
        assert [pin.operator for pin in pins] == ["=="], f"{requirement} is not pinned"
        versions.setdefault(canonicalize_name(requirement.name), []).append(pins[0].version)
    for requirement in asked():
        found = versions.get(canonicalize_name(requirement.name))
        assert found, f"{requirement.name} is missing from requirements.lock"
        assert all(requirement.specifier.contains(version, prereleases=True) for version in found), requirement


def test_the_given_packages_are_dependencies():
    names = {canonicalize_name(requirement.name) for requirement in asked()}
    assert {"jupyterlab", "nbgrader", "ipywidgets", "pandas", "matplotlib", "pytest", "nbval"} <= names


def test_environment_yml_installs_the_locked_set_under_a_python_that_pyproject_allows():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    specs = [item for item in environment["dependencies"] if isinstance(item, str)]
    pip = next(item["pip"] for item in environment["dependencies"] if isinstance(item, dict))
    assert pip == ["-r requirements.lock", "-e ."]
    python = next(spec for spec in specs if spec.split()[0] == "python")
    allowed, wanted = SpecifierSet(PYPROJECT["project"]["requires-python"]), SpecifierSet(python.split(" ", 1)[1])
    versions = [f"3.{minor}" for minor in range(9, 20)]
    assert [v for v in versions if wanted.contains(v)], "environment.yml allows no Python"
    assert all(allowed.contains(version) for version in versions if wanted.contains(version))
    assert re.fullmatch(r"[\w.-]+( [<>=!~].*)?", python)


def test_no_file_names_an_index_or_a_registry():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    named = []
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if name == "tests/test_environment.py" or not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        named += [f"{name}: {match.group()}" for match in ADDRESS.finditer(text)]
    assert not named


def test_the_environment_in_use_is_the_locked_one():
    from importlib.metadata import PackageNotFoundError, version

    wrong = []
    for requirement in locked():
        if requirement.marker and not requirement.marker.evaluate():
            continue
        try:
            found = version(requirement.name)
        except PackageNotFoundError:
            wrong.append(f"{requirement.name} is not installed")
            continue
        if not requirement.specifier.contains(found.partition("+")[0], prereleases=True):
            wrong.append(f"{requirement} but {found} is installed")
    assert not wrong


def test_an_old_python_is_refused_in_one_russian_sentence():
    code = (
        "import sys, runpy; sys.version_info = (3, 9, 0, 'final', 0); sys.argv = ['bootstrap.py']\n"
        "runpy.run_path('mentoring_cli/bootstrap.py', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 1
    assert done.stderr.startswith("Нужен Python 3.11 или новее, а здесь 3.9.")
    assert "Traceback" not in done.stderr
