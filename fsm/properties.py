"""Properties: what a machine promises, declared beside its rows and decided by the checker.

By the question they answer:

    always("kv fits", kv <= capacity)                   true in every reachable state
    step("loads are transactional", on(...) >> ...)     true of every step
    sometimes("a request fills the context", ...)       true in at least one reachable state
    recoverable("Ready is reachable", AG(EF(at(...))))  a branching formula over all ways
    ctl("it can always be stopped", AG(EX(...)))        the same, by its usual name
    ltl("answered in order", G(p >> F(q)), fair=[...])  a linear formula of every behaviour
    leads_to("a request ends", p, q, fair=[...])        whenever p, then or later q

`always` and `step` can be evaluated on one snapshot or one step; monitors and tests do. The
others speak of whole behaviours.

A behaviour goes on for as long as some step can be taken. Where none can, it stays there for ever:
every next state of a dead end is the dead end itself. (Whether it may stop there is what a
machine's `final` says, and the checker's finding "deadlock" judges.) A formula is said of every
behaviour from every initial state.

In a linear formula a guard speaks of one position of the behaviour, and `on(...)` of the step
taken from that position: `on("ask") >> X(at("Asked"))`. Where a behaviour stays for ever no step
is taken, so no `on` is true there.

Fairness leaves out behaviours a scheduler would not bring about. `weak(a)`: not for ever possible
and yet never taken. `strong(a)`: not possible again and again and yet only finitely often taken.
A step that leads back to the state it began in is no progress: it is neither taken nor possible,
as far as fairness goes. A name is an operation, `operation.outcome`, the id of a rule, a process,
or any of these `@process`; with `*` or `?` it stands for each process that matches, or if there
is none for each operation, or for each `operation@process`. Every name is a constraint of its
own, unless `together`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

from .expressions import Expression, Guard, as_guard
from .formulas import AF, AG, AU, AX, EF, EG, EU, EX, F, G, Linear, Path, R, Temporal, U, W, X

__all__ = [
    "AF",
    "AG",
    "AU",
    "AX",
    "EF",
    "EG",
    "EU",
    "EX",
    "Behaviours",
    "F",
    "Fairness",
    "G",
    "LeadsTo",
    "Linear",
    "Path",
    "Property",
    "R",
    "Temporal",
    "U",
    "W",
    "X",
    "always",
    "ctl",
    "leads_to",
    "ltl",
    "meant",
    "recoverable",
    "sometimes",
    "step",
    "step_names",
    "strong",
    "weak",
]

Flavour = Literal["always", "step", "sometimes", "recoverable", "ctl", "ltl", "leads_to"]


# -- fairness ------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Fairness:
    """Steps that are not put off for ever."""

    strength: Literal["weak", "strong"]
    names: tuple[str, ...]
    together: bool = False

    def __str__(self) -> str:
        listed = (" or " if self.together else ", ").join(self.names)
        return f"{listed} fair" if self.strength == "weak" else f"{listed} strongly fair"


def weak(*names: str, together: bool = False) -> Fairness:
    """Assume that what stays possible is taken at some time; `together` as one constraint."""
    return Fairness("weak", names, together)


def strong(*names: str, together: bool = False) -> Fairness:
    """Assume that what is possible again and again is taken again and again."""
    return Fairness("strong", names, together)


def step_names(operation: str, outcome: str, process: str, rule: str) -> tuple[str, ...]:
    """Return every name a step bears."""
    labels = (operation, f"{operation}.{outcome}") if outcome else (operation,)
    if not process:
        return (*labels, rule)
    return (process, *labels, *(f"{label}@{process}" for label in labels), rule)


def meant(name: str, steps: Iterable[tuple[str, str, str, str]]) -> tuple[str, ...]:
    """Return the names that `name`, perhaps a pattern, stands for among `steps`; () if none.

    A step is given as operation, outcome, process and rule.
    """
    known = tuple(steps)
    if any(name in step_names(*item) for item in known):
        return (name,)
    for kind in (
        (process for _, _, process, _ in known if process),
        (operation for operation, *_ in known),
        (f"{operation}@{process}" for operation, _, process, _ in known),
        (name for item in known for name in step_names(*item)),
    ):
        matching = tuple(dict.fromkeys(item for item in kind if fnmatchcase(item, name)))
        if matching:
            return matching
    return ()


def _with(fair: Sequence[Fairness]) -> str:
    return f", with {' and '.join(map(str, fair))}" if fair else ""


def _constraints(fair: Sequence[Fairness | str]) -> tuple[Fairness, ...]:
    """Return `fair` with neighbouring plain names made one weak fairness."""
    found: list[Fairness] = []
    names: list[str] = []
    for item in fair:
        if isinstance(item, str):
            names.append(item)
            continue
        if names:
            found.append(weak(*names))
            names = []
        found.append(item)
    return (*found, weak(*names)) if names else tuple(found)


# -- promises ------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Behaviours:
    """A linear formula of every fair behaviour."""

    formula: Guard | Linear
    fair: tuple[Fairness, ...] = ()

    def __str__(self) -> str:
        return f"{self.formula}{_with(self.fair)}"


@dataclass(frozen=True, eq=False)
class LeadsTo:
    """Whenever the premise holds, the conclusion holds then or later.

    `only` restricts how a behaviour may go on from the premise; one that cannot go on stays where
    it is. `fair` is asked of what goes on from there.
    """

    premise: Guard
    conclusion: Guard
    only: tuple[str, ...] = ()
    fair: tuple[Fairness, ...] = ()

    def __str__(self) -> str:
        text = f"{self.premise} leads to {self.conclusion}"
        if self.only:
            text += f", taking only {', '.join(self.only)}"
        return text + _with(self.fair)


@dataclass(frozen=True, eq=False)
class Property:
    """A promise with a name a report can show and a reason a reviewer can judge."""

    flavour: Flavour
    name: str
    formula: Guard | Path | Behaviours | LeadsTo
    why: str = ""

    def expressions(self) -> tuple[Expression, ...]:
        """Return every expression of the formula."""
        match self.formula:
            case LeadsTo(premise=premise, conclusion=conclusion):
                return (premise, conclusion)
            case Behaviours(formula=formula) | formula:
                return formula.guards() if isinstance(formula, Temporal) else (formula,)

    def named_steps(self) -> tuple[str, ...]:
        """Return the names of steps that fairness or `only` speaks of."""
        if not isinstance(self.formula, Behaviours | LeadsTo):
            return ()
        only = self.formula.only if isinstance(self.formula, LeadsTo) else ()
        return (*only, *(name for item in self.formula.fair for name in item.names))

    def __str__(self) -> str:
        return f"{self.flavour} {self.name}: {self.formula}"


def always(name: str, guard: Guard, why: str = "") -> Property:
    """Declare that `guard` is true in every reachable state."""
    return Property("always", name, as_guard(guard), why)


def step(name: str, guard: Guard, why: str = "") -> Property:
    """Declare that `guard` is true of every step; it may use `on`, `was` and `unchanged`."""
    return Property("step", name, as_guard(guard), why)


def sometimes(name: str, guard: Guard, why: str = "") -> Property:
    """Declare that `guard` is true in at least one reachable state."""
    return Property("sometimes", name, as_guard(guard), why)


def recoverable(name: str, formula: Path, why: str = "") -> Property:
    """Declare a branching formula, such as `AG(EF(at("Ready")))`."""
    return Property("recoverable", name, _branching(name, formula), why)


def ctl(name: str, formula: Path, why: str = "") -> Property:
    """Declare a branching formula; it is true in every initial state."""
    return Property("ctl", name, _branching(name, formula), why)


def _branching(name: str, formula: object) -> Path:
    if isinstance(formula, Path):
        return formula
    raise TypeError(
        f"{name}: {formula!r} is not a branching formula: build one with EX EF EG EU AX AF AG AU; "
        "what is true in every state is an always(...), what X F G U R W say is an ltl(...)"
    )


def ltl(
    name: str, formula: Guard | Linear, *, fair: Sequence[Fairness | str] = (), why: str = ""
) -> Property:
    """Declare that `formula` is true of every behaviour that is fair; a plain name means weakly.

    A guard may speak of the step taken next, by `on`.
    """
    if not isinstance(formula, Guard | Linear):
        raise TypeError(
            f"{name}: {formula!r} is not a linear formula: build one with X F G U R W; "
            "what EX EF EG EU AX AF AG AU say is a ctl(...)"
        )
    return Property("ltl", name, Behaviours(formula, _constraints(fair)), why)


def leads_to(
    name: str,
    premise: Guard,
    conclusion: Guard,
    *,
    only: Sequence[str] = (),
    fair: Sequence[Fairness | str] = (),
    why: str = "",
) -> Property:
    """Declare that `premise` is always followed by `conclusion`."""
    formula = LeadsTo(as_guard(premise), as_guard(conclusion), tuple(only), _constraints(fair))
    return Property("leads_to", name, formula, why)
