"""The built wheel, installed in a fresh environment and used in an empty directory."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.packaging

ROOT = Path(__file__).parents[2]


def _run(*command: object, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True,
        check=False, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("dist")
    _run(
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        place,
        ROOT,
        cwd=ROOT,
    )
    (built,) = place.glob("*.whl")
    return built


def _fresh(place: Path, requirement: str) -> Path:
    _run(sys.executable, "-m", "venv", place / "venv", cwd=place)
    python = place / "venv" / "bin" / "python"
    _run(python, "-m", "pip", "install", "--quiet", requirement, cwd=place)
    return python


def test_the_wheel_holds_the_three_packages_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"fsm", "engine", "specs"}
    assert {"fsm/py.typed", "engine/py.typed", "specs/py.typed"} <= set(names)


def test_without_extras(wheel: Path, tmp_path: Path) -> None:
    python = _fresh(tmp_path, str(wheel))
    empty = tmp_path / "empty"
    empty.mkdir()
    said = _run(python.parent / "turnstile", "demo", cwd=empty)
    for state in ("Uninitialized", "Initialized", "Ready", "ContinuationReady", "RecoverableError"):
        assert f"  {state}: " in said
    _run(python.parent / "turnstile", "draw", "lifecycle", "--out", "pictures", cwd=empty)
    assert (empty / "pictures" / "lifecycle.dot").exists()
    missing = subprocess.run(
        [python, "-c", "from fsm.testing import machine_from; machine_from(None, None)"],
        cwd=empty, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert missing.returncode != 0
    assert "turnstile-runtime[testing]" in missing.stderr.strip().splitlines()[-1]


def test_with_extras(wheel: Path, tmp_path: Path) -> None:
    python = _fresh(tmp_path, f"{wheel}[testing,diagrams]")
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "test_lifecycle_declared.py").write_text(
        "from specs.lifecycle import LIFECYCLE\n"
        "from fsm.testing import machine_from\n"
        "def test_it():\n"
        "    assert callable(machine_from) and LIFECYCLE.initial == 'Uninitialized'\n",
        encoding="utf-8",
    )
    said = _run(python, "-m", "pytest", "-q", cwd=empty)
    assert "1 passed" in said
