"""PRISM: a form as PRISM and Storm read it, one module, and its promises as a properties file.

An update assigns all at once, as a form does; words are numbered constants; a choice is one command
for each way it can fall, which an `mdp` leaves to the scheduler. PRISM lets a dead end loop, so
what is said of behaviours means the same. It knows nothing of steps in a property and fairness only
of everything at once: promises that need either are named and left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Final

from ..expressions import All, Guard, Value
from ..form import Form, Slot
from ..formulas import Linear, Path
from ..properties import Behaviours, LeadsTo, Property
from ..variables import Choice
from .logic import FALSE, Proposition, Words, conjunction, disjunction
from .moves import Action, Move, actions, allowed, options
from .names import Identifiers, module_name, words_of
from .reading import Dialect, Place, Scope, kind_of, literal_in, read, written
from .reserved import PRISM
from .temporal import Claim, claim_of

__all__ = ["prism_texts"]


class _Prism(Dialect):
    words = Words("true", "false", "!", "&", "|", "=>", equal=" = ", unequal=" != ")
    signs = {"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}  # noqa: RUF012

    def __init__(self, words: dict[str, str]) -> None:
        self._words = words

    def word(self, value: Value) -> str:
        return self._words[str(value)]

    def remainder(self, left: str, right: str, *, negative: bool) -> str:
        text = f"mod({left}, {right})"
        return f"mod({text} + {right}, {right})" if negative else text

    def conditional(self, condition: Proposition, yes: str, no: str) -> str:
        return f"({self.words.line(condition)} ? {yes} : {no})"


def prism_texts(form: Form) -> dict[str, str]:
    """Return the model and the properties of `form`, by file name."""
    export = _Export(form)
    stem = module_name(form)
    return {
        f"{stem}.prism": "\n".join(export.model()) + "\n",
        f"{stem}.props": "\n".join(export.properties()) + "\n",
    }


class _Export:
    def __init__(self, form: Form) -> None:
        self.form = form
        self.actions = actions(form)
        ids = Identifiers(PRISM)
        slots = ids.each([slot.name for slot in form.slots])
        parameters = ids.each(list(form.parameters))
        self.numbers = {str(word): number for number, word in enumerate(words_of(form))}
        self.dialect = _Prism({word: ids.give(word) for word in self.numbers})
        self.words = self.dialect.words
        self.places = {slot.name: Place(slots[slot.name], slot.domain) for slot in form.slots} | {
            name: Place(parameters[name], (value,)) for name, value in form.parameters.items()
        }
        self.labels = {
            label: ids.give(label) for label in dict.fromkeys(a.label for a in self.actions)
        }

    # -- the model ---------------------------------------------------------------------------

    def model(self) -> Iterator[str]:
        form = self.form
        yield f"// {form.name}: {len(form.slots)} variables, {len(self.actions)} rules."
        yield "// Generated from its declaration; edit that, and export again."
        yield "mdp"
        yield ""
        for name, value in form.parameters.items():
            yield f"const int {self.places[name].text} = {value};"
        for word, number in self.numbers.items():
            yield f"const int {self.dialect.word(word)} = {number};"
        yield ""
        yield "module steps"
        starts = tuple(dict.fromkeys(form.initial))
        for index, slot in enumerate(form.slots):
            first = self._value(slot, starts[0][index]) if len(starts) == 1 else ""
            init = f" init {first}" if first else ""
            words = "" if kind_of(slot.domain) in ("flag", "number") else _listed(slot)
            yield f"    {self.places[slot.name].text} : {self._range(slot)}{init};{words}"
        for action in self.actions:
            yield ""
            yield f"    // {_comment(action.text or action.title)}"
            for move in action.moves:
                yield from self._move(action, move)
        yield "endmodule"
        if len(starts) > 1:
            yield ""
            yield "init"
            yield "    " + self.words.lines(disjunction(map(self._start, starts)), "    ")
            yield "endinit"
        yield ""
        final = FALSE if form.final is None else self._now(form.final)
        yield f'label "may_rest" = {self.words.line(final)};'

    def _value(self, slot: Slot, value: Value) -> str:
        return literal_in(self.places[slot.name], value, slot.name, self.dialect)

    def _range(self, slot: Slot) -> str:
        kind = kind_of(slot.domain)
        if kind == "flag":
            return "bool"
        if kind == "number":
            numbers = [int(value) for value in slot.domain]
        else:
            numbers = [self.numbers[str(value)] for value in slot.domain]
        return f"[{min(numbers)}..{max(numbers)}]"

    def _start(self, start: tuple[Value, ...]) -> Proposition:
        return conjunction(
            self.dialect.compared("==", self.places[slot.name].text, self._value(slot, value))
            for slot, value in zip(self.form.slots, start, strict=True)
        )

    def _now(self, guard: Guard) -> Proposition:
        return read(guard, Scope(self.places, self.form.name, {}), self.dialect)

    def _move(self, action: Action, move: Move) -> Iterator[str]:
        pools = [options(self.form, choice) for choice in move.choices]
        for values in product(*pools):
            fallen = dict(zip(move.choices, values, strict=True))
            guards = [allowed(choice, value) for choice, value in fallen.items()]
            condition = self._now(All(move.condition, *guards))
            if condition == FALSE:
                continue
            updates = [f"({name}' = {text})" for name, text in self._effects(move, fallen)]
            yield f"    [{self.labels[action.label]}] {self.words.lines(condition, ' ' * 8)}"
            yield f"        -> {' & '.join(updates) or 'true'};"

    def _effects(self, move: Move, fallen: dict[Choice, Value]) -> Iterator[tuple[str, str]]:
        for item in move.assignments:
            target, where = self.places[item.variable.name], str(item)
            if isinstance(item.value, Choice):
                text = literal_in(target, fallen[item.value], where, self.dialect)
            else:
                text = written(item.value, target, Scope(self.places, where, {}), self.dialect)
            yield target.text, text

    # -- properties --------------------------------------------------------------------------

    def properties(self) -> Iterator[str]:
        yield f"// {self.form.name}. Generated from its declaration; edit that, and export again."
        yield ""
        yield "// A dead end is where all may rest."
        yield 'A [ G ("deadlock" => "may_rest") ]'
        for promise in self.form.properties:
            yield ""
            yield f"// {promise.flavour} {_comment(promise.name)}"
            if promise.why:
                yield f"// {_comment(promise.why)}"
            text = self._promise(promise)
            yield text or f"// {_comment(str(promise.formula))}: not to be said in PRISM"

    def _promise(self, promise: Property) -> str:
        formula = promise.formula
        match promise.flavour, formula:
            case "step", _:
                return ""
            case "always", Guard():
                return f"A [ G {self.words.inner(self._now(formula))} ]"
            case "sometimes", Guard():
                return f"E [ F {self.words.inner(self._now(formula))} ]"
            case _, Path():
                return self._branching(formula)
            case _, LeadsTo(only=only, fair=fair) if only or fair:
                return ""
            case _, Behaviours(fair=fair) if fair:
                return ""
        claim: Claim | None = claim_of(self.form, promise)
        if claim is None or (claim.next_step and not isinstance(claim.formula, Linear)):
            return ""
        if any(guard.reads() - self.places.keys() for guard in promise.expressions()):
            return ""
        return f"P>=1 [ {self._linear(claim.formula)} ]"

    def _branching(self, formula: Guard | Path) -> str:
        if isinstance(formula, Guard):
            return self.words.inner(self._now(formula))
        parts = [self._branching(operand) for operand in formula.operands]
        match formula.operator:
            case "not":
                return f"!({parts[0]})"
            case "and" | "or" | "=>" as sign:
                return f"({parts[0]} {_JOINED[sign]} {parts[1]})"
            case "EU" | "AU":
                return f"{formula.operator[0]} [ {parts[0]} U {parts[1]} ]"
        return f"{formula.operator[0]} [ {formula.operator[1]} {parts[0]} ]"

    def _linear(self, formula: Guard | Linear) -> str:
        if isinstance(formula, Guard):
            return self.words.inner(self._now(formula))
        parts = [self._linear(operand) for operand in formula.operands]
        match formula.operator:
            case "G" | "F" | "X":
                return f"({formula.operator} {parts[0]})"
            case "not":
                return f"(!{parts[0]})"
        sign = _JOINED.get(formula.operator, formula.operator)
        return f"({parts[0]} {sign} {parts[1]})"


_JOINED: Final = {"and": "&", "or": "|", "=>": "=>"}


def _listed(slot: Slot) -> str:
    return f" // {_comment(', '.join(map(str, slot.domain)))}"


def _comment(text: str) -> str:
    return text.replace("\n", " ")
