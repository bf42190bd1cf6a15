"""`turnstile simulate`: one walk through a model, at random or as you choose."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from .. import exits
from .answers import finding, say

if TYPE_CHECKING:
    from ..checker import Trace, TraceStep
    from ..expressions import Snapshot
    from ..form import Command, Form, Valuation

__all__ = ["simulate"]

Options = Sequence[tuple["Command", "Valuation"]]


@click.command()
@click.argument("target")
@click.option(
    "--steps", type=click.IntRange(0), default=20, show_default=True, help="Stop after so many."
)
@click.option("--seed", type=int, help="Walk the same way again.")
@click.option("--guided", is_flag=True, help="Ask before each step.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def simulate(target: str, *, steps: int, seed: int | None, guided: bool, as_json: bool) -> None:
    """Walk through a model and print each step; say when a promise breaks on the way.

    TARGET is what `turnstile check` takes. A walk proves nothing: `check` looks at all of them.

    \b
      turnstile simulate lifecycle --steps 10 --seed 1
      turnstile simulate "specs.owner:owner(callers=2)" --guided
    """  # noqa: D301
    from ..checker import Limits, check
    from ..subjects import find

    with finding():
        form = find(target).form
        # Looked at once by the checker, what is no model is told with its place.
        check(form, limits=Limits(states=1), engine="numpy")
    chosen = random.randrange(1 << 32) if seed is None else seed
    choose = _asked(as_json) if guided else _drawn(random.Random(chosen))
    broken, ending = [], f"{steps} steps"
    valuation = _choose_start(form, choose)
    if not as_json:
        say(f"{form.name}{'' if guided else f', seed {chosen}'}")
        _show_start(_named(form, valuation))
    walked: list[TraceStep] = []
    start = _named(form, valuation)
    broken += [(0, name) for name in _broken(form, None, valuation, None)]
    for number in range(1, steps + 1):
        options = tuple(form.successors(valuation))
        if not options:
            ending = _rest(form, valuation)
            break
        index = choose([f"{_label(command)}{_change(form, valuation, after)}"
                        for command, after in options])  # fmt: skip
        if index is None:
            ending = "stopped"
            break
        command, after = options[index]
        walked.append(_step(form, command, valuation, after))
        if not as_json:
            _show(number, walked[-1])
        left = _outside(form, after)
        for name in left or _broken(form, command, after, valuation):
            broken.append((number, name))
            if not as_json:
                say(f"  {click.style('breaks', fg='red')} {name}")
        if left:
            ending = "left the model"
            break
        valuation = after
    if as_json:
        say(_document(form, start, walked, ending, broken, None if guided else chosen))
    else:
        say(f"end: {ending}")
    if broken:
        raise click.exceptions.Exit(exits.VIOLATED)


# -- choosing --------------------------------------------------------------------------------------

Choose = Callable[[Sequence[str]], int | None]


def _choose_start(form: Form, choose: Choose) -> Valuation:
    """Return where the walk begins."""
    if len(form.initial) == 1:
        return form.initial[0]
    shown = [", ".join(f"{name} = {value}" for name, value in _named(form, one).items())
             for one in form.initial]  # fmt: skip
    return form.initial[choose(shown) or 0]


def _drawn(dice: random.Random) -> Choose:
    return lambda options: dice.randrange(len(options))


def _asked(quiet: bool) -> Choose:
    """Return what asks; the questions go to stderr where stdout is data."""

    def ask(options: Sequence[str]) -> int | None:
        for number, text in enumerate(options, 1):
            say(f"    [{number}] {text}", err=quiet)
        while True:
            try:
                answer = click.prompt("step, or q", default="q", err=quiet, show_default=False)
            except click.Abort:
                return None
            if str(answer).strip() in ("", "q"):
                return None
            if str(answer).isdecimal() and 1 <= int(answer) <= len(options):
                return int(answer) - 1
            say(f"    1 to {len(options)}, or q", err=quiet)

    return ask


# -- what happens ----------------------------------------------------------------------------------


def _named(form: Form, valuation: Valuation) -> dict[str, Any]:
    return {slot.name: value for slot, value in zip(form.slots, valuation, strict=True)}


def _step(form: Form, command: Command, before: Valuation, after: Valuation) -> TraceStep:
    from ..checker import TraceStep

    return TraceStep.of(command, _named(form, before), _named(form, after))


def _rest(form: Form, valuation: Valuation) -> str:
    may = form.final is not None and form.final(form.snapshot(valuation))
    return "at rest, as it may" if may else "no step is possible: a deadlock"


def _outside(form: Form, valuation: Valuation) -> list[str]:
    return [
        f"{slot.name} leaves its domain"
        for slot, value in zip(form.slots, valuation, strict=True)
        if value not in slot.domain
    ]


def _broken(
    form: Form, command: Command | None, after: Valuation, before: Valuation | None
) -> Iterator[str]:
    """Yield the promises about one state or one step that this one breaks."""
    from ..expressions import Guard, step_view

    view: Snapshot = form.snapshot(after)
    stepped: Snapshot = view
    if command is not None and before is not None:
        stepped = {
            **step_view(form.snapshot(before), command.operation, command.outcome, view),
            "process": command.process,
        }
    for promise in form.properties:
        if not isinstance(promise.formula, Guard):
            continue
        if promise.flavour == "always" and not promise.formula(view):
            yield promise.name
        if promise.flavour == "step" and command is not None and not promise.formula(stepped):
            yield promise.name


# -- showing ---------------------------------------------------------------------------------------


def _label(command: Command) -> str:
    return f"{command.process}: {command.label}" if command.process else command.label


def _change(form: Form, before: Valuation, after: Valuation) -> str:
    from ..checker.trace import shown

    changed = [
        f"{slot.name} := {shown(now)}"
        for slot, old, now in zip(form.slots, before, after, strict=True)
        if old != now
    ]
    return f"  ({', '.join(changed)})" if changed else "  (nothing changes)"


def _show_start(start: Snapshot) -> None:
    from ..checker.trace import shown

    say("start: " + ", ".join(f"{name} = {shown(value)}" for name, value in start.items()))


def _show(number: int, step: TraceStep) -> None:
    from ..checker.trace import shown

    say(f"{number}. {click.style(str(step), bold=True)}")
    for name in step.changed:
        say(f"  * {name} = {shown(step.after[name])}, was {shown(step.before[name])}")


def _document(
    form: Form,
    start: Snapshot,
    walked: Sequence[TraceStep],
    ending: str,
    broken: Sequence[tuple[int, str]],
    seed: int | None,
) -> str:
    from ..checker import Trace

    trace: Trace = Trace.of(form, start, tuple(walked))
    answer = {
        "seed": seed,
        "end": ending,
        "broken": [{"step": number, "promise": name} for number, name in broken],
        "trace": trace.to_json(),
    }
    return json.dumps(answer, indent=2, ensure_ascii=False)
