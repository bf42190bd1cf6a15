"""The README's Python runs as it stands there, and its commands exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
EXPECTED = {
    0: [
        "| Ready",
        "missing.gguf does not exist [100 fetch.missing] | fetch",
        "LoadFailed",
        "length",
    ],
    1: ["HOLDS", "buy in Open is refused: SoldOut", "'stock': 0"],
    2: [],
}


def test_every_block_is_expected() -> None:
    assert set(EXPECTED) == set(range(len(BLOCKS)))


@pytest.mark.parametrize("index", sorted(EXPECTED))
def test_block_runs(index: int, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", BLOCKS[index]],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for words in EXPECTED[index]:
        assert words in done.stdout


def test_make_targets_exist() -> None:
    targets = re.findall(
        r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    documents = README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for name in re.findall(r"(?:`|^    )make ([a-z]+)", documents, re.MULTILINE):
        assert name in targets


def test_commands_exist() -> None:
    from engine.cli import cli

    for name in set(re.findall(r"`?turnstile ([a-z]+)", README)):
        assert cli.get_command(cli.make_context("turnstile", [], resilient_parsing=True), name)


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / target).exists(), target
