"""Rules of this repository that a reader relies on, as tests."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("fsm", "engine", "specs")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
MODULE_LINES_MAX = 500
HEADING_LINES_MAX = 40


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _state_comparisons(tree: ast.AST) -> list[int]:
    """Return the lines that compare something called `state` with something else."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(isinstance(side, ast.Attribute) and side.attr == "state" for side in sides):
                found.append(node.lineno)
    return found


@pytest.mark.parametrize("path", sorted((ROOT / "engine").rglob("*.py")), ids=_name)
def test_legality_is_a_table(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert _state_comparisons(tree) == [], "legality is decided by the declaration alone"


def test_the_search_for_comparisons_finds_them() -> None:
    assert _state_comparisons(ast.parse("if rt.state == 'Ready': pass")) == [1]


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_modules_are_small_and_open_with_what_they_are(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MODULE_LINES_MAX
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring, "a module says what lives in it"
    assert len(docstring.splitlines()) <= HEADING_LINES_MAX


def test_no_module_bears_a_public_name() -> None:
    import engine
    import fsm

    for package in (fsm, engine):
        home = Path(str(package.__file__)).parent
        modules = {path.stem for path in home.iterdir()} - {"__init__"}
        functions = {name for name in package.__all__ if name[0].islower()}
        assert not modules & functions


@pytest.mark.parametrize("package", ["engine", "fsm"])
def test_public_names_resolve(package: str) -> None:
    module = __import__(package)
    for name in module.__all__:
        assert getattr(module, name) is not None


def test_importing_is_cheap() -> None:
    """Nothing that is slow, or optional, is imported before it is used."""
    slow = {"numba", "gguf", "transitions", "hypothesis", "graphviz", "requests", "tqdm", "pytest"}
    program = "import sys, engine, fsm, engine.cli; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert not slow & set(done.stdout.split())


def test_numbers_and_slugs_of_errors_are_unique() -> None:
    from specs.errors import CATALOGUE

    shared = {entry.number for entry in CATALOGUE.values() if entry.name == "GenerationFailed"}
    assert shared == {13}
    numbers = [entry.number for entry in CATALOGUE.values() if entry.number != 13]
    assert len(numbers) == len(set(numbers))
    assert all(entry.hint for entry in CATALOGUE.values())


@pytest.mark.parametrize("name", ["fsm", "specs"])
def test_a_foreign_package_of_our_name_is_told_in_one_line(name: str, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").touch()
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import engine"],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    told = done.stderr.strip().splitlines()[-1]
    assert done.returncode != 0
    assert str(tmp_path / name / "__init__.py") in told
    assert str(ROOT / name) in told
