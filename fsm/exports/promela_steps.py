"""Promela, the steps: variables, memory, asserted promises and the process of one form.

What lives here: what is asked of SPIN, and all of the file that is no claim. What does not: claims,
and how the file is used (`promela.py`).

A constraint of fairness asks two things of a step, whether it could be taken and whether it was;
both are variables of the state, set at the end of each step, where a claim asks for them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from ..errors import MachineError
from ..expressions import BEFORE, OPERATION, OUTCOME, TRUE, All, Guard, Value
from ..form import Form, Slot
from ..properties import Behaviours, LeadsTo, Property
from ..variables import Choice
from .logic import FALSE, Proposition, Words, atom, conjunction, disjunction, implication, negation
from .moves import Action, Move, actions, allowed, fair_sets, named, options
from .names import Identifiers, words_of
from .reading import Dialect, Kind, Place, Scope, kind_of, literal_in, read, written
from .reserved import PROMELA
from .temporal import PROCESS, Claim, claim_of

__all__ = ["Asked", "Limited", "Steps", "comment", "said"]

# SPIN numbers all words of a model in one byte.
WORDS_MAX: Final = 255
# SPIN's translation of a formula grows with two to the power of its fairness constraints.
CONSTRAINTS_MAX: Final = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """How SPIN is asked about a promise.

    `define` is given to spin with -D where it is not empty. `how` says whether the verdict is a
    claim's or an assertion's, and `denied` that an error means the promise holds.
    """

    name: str
    how: str
    define: str = ""
    denied: bool = False


class _Promela(Dialect):
    words = Words("true", "false", "!", "&&", "||")
    signs = {sign: sign for sign in ("==", "!=", "<", "<=", ">", ">=")}  # noqa: RUF012

    def __init__(self, words: dict[str, str]) -> None:
        self._words = words

    def word(self, value: Value) -> str:
        return self._words[str(value)]

    def number(self, value: int) -> str:
        # A claim would take the sign behind a "<" for an arrow.
        return str(value) if value >= 0 else f"(0 - {-value})"

    def remainder(self, left: str, right: str, *, negative: bool) -> str:
        # C rounds towards zero, Python down.
        return f"({left} % {right} + {right}) % {right}" if negative else f"{left} % {right}"

    def conditional(self, condition: Proposition, yes: str, no: str) -> str:
        return f"({self.words.line(condition)} -> {yes} : {no})"


@dataclass(frozen=True, eq=False, slots=True)
class Limited:
    """A claim that needs to see steps, because of `only` or of fairness."""

    promise: Property
    name: str
    define: str
    only: tuple[Action, ...]
    constraints: tuple[tuple[str, tuple[Action, ...]], ...]
    claim: Claim


class Steps:
    """Everything of the file of one form but its claims."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.actions = actions(form)
        self.ids = Identifiers(PROMELA)
        self.slots = self.ids.each([slot.name for slot in form.slots])
        self.parameters = self.ids.each(list(form.parameters))
        words = words_of(form)
        if len(words) > WORDS_MAX:
            problem = f"{len(words)} words; SPIN has room for {WORDS_MAX}"
            raise MachineError(f"{form.name} as Promela", [problem])
        self.dialect = _Promela({str(word): self.ids.give(str(word)) for word in words})
        self.was = {slot.name: self.ids.give(f"was_{slot.name}") for slot in form.slots}
        self.places = {
            slot.name: Place(self.slots[slot.name], slot.domain) for slot in form.slots
        } | {
            name: Place(self.parameters[name], (value,)) for name, value in form.parameters.items()
        }
        self.before = {
            BEFORE + slot.name: Place(self.was[slot.name], slot.domain) for slot in form.slots
        }
        self.promises = {item.name: self.ids.give(item.name) for item in form.properties}
        self.asked: dict[str, Asked] = {}
        self.claims: list[tuple[Property, Claim]] = []
        self.limited: list[Limited] = []
        for promise in form.properties:
            self._ask(promise)
        self.steps = self._numbered()
        self.asides = {
            item.define: self.ids.give(f"NOT_{number}")
            for number, item in enumerate(self.limited, 1)
            if item.only
        }
        self.judged = [item for item in form.properties if item.flavour == "step"]
        self.remembered = self._remembered()

    # -- what is asked -----------------------------------------------------------------------

    def _ask(self, promise: Property) -> None:
        name = self.promises[promise.name]
        if promise.flavour == "step":
            self.asked[promise.name] = Asked(name, "assertion")
            return
        claim = claim_of(self.form, promise)
        if claim is None or claim.next_step:
            return
        formula = promise.formula
        only: tuple[Action, ...] = ()
        constraints: tuple[tuple[str, tuple[Action, ...]], ...] = ()
        if isinstance(formula, LeadsTo):
            groups = [group for item in formula.only for group in named(self.actions, item)]
            only = tuple(dict.fromkeys(action for group in groups for action in group))
            constraints = fair_sets(self.actions, formula.fair, formula.only)
        elif isinstance(formula, Behaviours):
            constraints = fair_sets(self.actions, formula.fair)
        if len(constraints) > CONSTRAINTS_MAX:
            return
        if not only and not constraints:
            self.asked[promise.name] = Asked(name, "claim", denied=claim.denied)
            self.claims.append((promise, claim))
            return
        define = self.ids.give(name.upper())
        self.asked[promise.name] = Asked(name, "claim", define)
        self.limited.append(Limited(promise, name, define, only, constraints, claim))

    def _numbered(self) -> dict[Action, str]:
        """Return the name of each step's number: actions alike in all a claim asks share one."""
        sets = [set(group) for item in self.limited for _, group in item.constraints]
        names: dict[tuple[object, ...], str] = {}
        numbered = {}
        for action in self.actions:
            key = (action.operation, action.outcome, action.process)
            alike = (*key, *(action in group for group in sets))
            if alike not in names:
                names[alike] = self.ids.give("_".join(filter(None, ("did", *key))))
            numbered[action] = names[alike]
        return numbered

    @property
    def numbered(self) -> bool:
        """Whether anything asks which step was taken."""
        return bool(self.judged) or any(item.constraints for item in self.limited)

    def _remembered(self) -> tuple[str, ...]:
        if any(item.constraints for item in self.limited):
            return tuple(self.was)
        names = {
            name.removeprefix(BEFORE)
            for promise in self.judged
            for expression in promise.expressions()
            for name in expression.reads()
            if name.startswith(BEFORE)
        }
        for action in self.actions:
            for move in action.moves:
                assigned: set[str] = set()
                for item in move.assignments:
                    names |= assigned & item.reads()
                    assigned.add(item.variable.name)
        return tuple(name for name in self.was if name in names)

    # -- text --------------------------------------------------------------------------------

    def body(self) -> Iterator[str]:
        """Yield everything but the claims."""
        for name, value in self.form.parameters.items():
            yield f"#define {self.parameters[name]} {value}"
        if self.form.parameters:
            yield ""
        yield from self._variables()
        yield from self._memory()
        yield from self._judges()
        yield from self._limits()
        yield from self._process()

    def _variables(self) -> Iterator[str]:
        words = [self.dialect.word(word) for word in words_of(self.form)]
        if words:
            yield f"mtype = {{ {', '.join(words)} }};"
            yield ""
        start = self.form.initial[0] if self.form.initial else None
        for index, slot in enumerate(self.form.slots):
            value = slot.domain[0] if start is None else start[index]
            text = literal_in(self.places[slot.name], value, slot.name, self.dialect)
            yield f"{_type(slot)} {self.slots[slot.name]} = {text}; /* {_domain(slot)} */"
        yield ""

    def _memory(self) -> Iterator[str]:
        # SPIN hides no bits.
        types = {slot.name: _type(slot).replace("bool", "byte") for slot in self.form.slots}
        if self.remembered:
            yield "/* What was before the step: no part of the state. */"
            for name in self.remembered:
                yield f"hidden {types[name]} {self.was[name]};"
            yield ""
            yield "inline remember() {"
            yield ";\n".join(
                f"    {self.was[name]} = {self.slots[name]}" for name in self.remembered
            )
            yield "}"
            yield ""
        if self.numbered:
            yield "/* Steps by number; `taken` is the last one. */"
            for number, name in enumerate(dict.fromkeys(self.steps.values()), 1):
                yield f"#define {name} {number}"
            yield f"hidden {'byte' if len(self.steps) < 256 else 'int'} taken;"
            yield ""

    def _limits(self) -> Iterator[str]:
        """Yield what a claim about certain steps, or under fairness, adds to the state."""
        for item in self.limited:
            if item.only:
                yield f"#ifdef {item.define} /* from its premise on, some steps alone are taken */"
                yield "bool latched;"
                yield f"#define {self.asides[item.define]} && !latched"
                yield "#else"
                yield f"#define {self.asides[item.define]}"
                yield "#endif"
                yield ""
        fair = [item for item in self.limited if item.constraints]
        if not fair:
            return
        changed = (atom(f"{self.slots[name]} != {self.was[name]}") for name in self.was)
        yield "#define MOVED \\"
        yield from self._macro(disjunction(changed))
        word = "if"
        for item in fair:
            yield f"#{word} defined({item.define})"
            yield from self._settling(item)
            word = "elif"
        yield "#else"
        yield "#define settle() skip"
        yield "#endif"
        yield ""

    def _settling(self, item: Limited) -> Iterator[str]:
        parts = []
        for number, (_, taken) in enumerate(item.constraints, 1):
            yield f"bool can_{number}, did_{number};"
            yield f"#define CAN_{number} \\"
            yield from self._macro(self._possible(taken, latched=bool(item.only)))
            done = self._taken({self.steps[action] for action in taken})
            parts.append(f"    can_{number} = CAN_{number}")
            parts.append(f"    did_{number} = MOVED && {self.dialect.words.inner(done)}")
        yield "inline settle() {"
        yield ";\n".join(parts)
        yield "}"

    def _possible(self, taken: Sequence[Action], *, latched: bool) -> Proposition:
        """Return that one of these steps can be taken and leads elsewhere."""
        found = []
        for action in taken:
            for move in action.moves:
                for condition, fallen in self._options(move):
                    changes = []
                    for item in move.assignments:
                        place = self.places[item.variable.name]
                        if isinstance(item.value, Choice):
                            text = literal_in(place, fallen[item.value], str(item), self.dialect)
                        else:
                            scope = Scope(self.places, str(item), {})
                            text = written(item.value, place, scope, self.dialect)
                        changes.append(atom(f"{place.text} != {text}"))
                    found.append(conjunction((condition, disjunction(changes))))
        return conjunction([*([atom("latched")] if latched else []), disjunction(found)])

    def _macro(self, proposition: Proposition) -> Iterator[str]:
        text = self.dialect.words.lines(proposition, " " * 8)
        yield f"        ({text})".replace("\n", " \\\n")

    def _judges(self) -> Iterator[str]:
        scope_places = {**self.places, **self.before}
        for promise in self.judged:
            yield f"hidden byte {self.promises[promise.name]};"
        if self.judged:
            yield ""
        parts = []
        for promise in self.judged:
            name = self.promises[promise.name]
            yield said(promise)
            yield f"#define HOLDS_{name} \\"
            yield from self._macro(self._of_steps(promise, scope_places))
            yield ""
            parts.append(f"    {name} = HOLDS_{name};\n    assert({name})")
        if parts:
            yield "#ifdef CLAIM /* is asked alone */"
            yield "#define judge() skip"
            yield "#else"
            yield "inline judge() {"
            yield ";\n".join(parts)
            yield "}"
            yield "#endif"
            yield ""

    def _of_steps(self, promise: Property, places: dict[str, Place]) -> Proposition:
        """Return a step promise as: whenever one of these steps was taken, this is true."""
        (guard,) = promise.expressions()
        assert isinstance(guard, Guard)
        required: dict[Proposition, dict[str, None]] = {}
        for action, name in self.steps.items():
            key = (action.operation, action.outcome, action.process)
            known = dict(zip((OPERATION, OUTCOME, PROCESS), key, strict=True))
            scope = Scope(places, f"property {promise.name!r}", known)
            required.setdefault(read(guard, scope, self.dialect), {})[name] = None
        if len(required) == 1:
            return next(iter(required))
        return conjunction(
            implication(self._taken(names), needed) for needed, names in required.items()
        )

    def _taken(self, names: Collection[str]) -> Proposition:
        every = dict.fromkeys(self.steps.values())
        others = [name for name in every if name not in names]
        if len(others) < len(names):
            return negation(disjunction(atom(f"taken == {name}") for name in others))
        return disjunction(atom(f"taken == {name}") for name in every if name in names)

    def _process(self) -> Iterator[str]:
        yield "#ifdef REST"
        yield "hidden byte may_rest;"
        yield "#endif"
        yield ""
        yield "active proctype steps() {"
        starts = tuple(dict.fromkeys(self.form.initial))
        if len(starts) > 1:
            yield "    if /* where it starts */"
            for start in starts:
                texts = [
                    f"{self.slots[slot.name]} = "
                    + literal_in(self.places[slot.name], value, slot.name, self.dialect)
                    for slot, value in zip(self.form.slots, start, strict=True)
                ]
                yield f"    :: d_step {{ {'; '.join(texts)} }}"
            yield "    fi;"
        yield "    do"
        if not any(
            True for action in self.actions for move in action.moves for _ in self._options(move)
        ):
            yield "    :: false"
        for action in self.actions:
            yield f"    /* {comment(action.text or action.title)} */"
            for move in action.moves:
                yield from self._move(action, move)
        for item in self.limited:
            if item.only:
                premise = self.now(_premise(item.promise))
                yield f"#ifdef {item.define}"
                yield f"    :: d_step {{ !latched && {self.dialect.words.inner(premise)} ->"
                settled = "; settle()" if item.constraints else ""
                yield f"        {'remember(); ' * bool(settled)}latched = true{settled}"
                yield "    }"
                yield "#endif"
        yield "#ifdef REST /* at a dead end, where no other step can be taken */"
        rests = FALSE if self.form.final is None else self.now(self.form.final)
        yield f"    :: d_step {{ else -> may_rest = {self.dialect.words.line(rests)};"
        yield "        assert(may_rest)"
        yield "    }"
        yield "#endif"
        yield "    od"
        yield "}"

    def now(self, guard: Guard) -> Proposition:
        return read(guard, Scope(self.places, self.form.name, {}), self.dialect)

    def _options(self, move: Move) -> list[tuple[Proposition, dict[Choice, Value]]]:
        """Return the condition of a move with every way its choices can fall."""
        found = []
        pools = [options(self.form, choice) for choice in move.choices]
        for values in product(*pools):
            fallen = dict(zip(move.choices, values, strict=True))
            guards = [allowed(choice, value) for choice, value in fallen.items()]
            condition = self.now(All(move.condition, *guards))
            if condition != FALSE:
                found.append((condition, fallen))
        return found

    def _move(self, action: Action, move: Move) -> Iterator[str]:
        aside = [
            f" {self.asides[item.define]}"
            for item in self.limited
            if item.only and action not in item.only
        ]
        for condition, fallen in self._options(move):
            after = ["remember()"] if self.remembered else []
            after += [f"{self.slots[name]} = {text}" for name, text in self._effects(move, fallen)]
            after += [f"taken = {self.steps[action]}"] if self.numbered else []
            after += ["judge()"] if self.judged else []
            after += ["settle()"] if any(item.constraints for item in self.limited) else []
            text = self.dialect.words.lines(condition, " " * 12)
            # A line that could end there would get a semicolon, but for the parentheses.
            yield f"    :: d_step {{ ({text}){''.join(aside)} ->"
            yield f"        {'; '.join(after) or 'skip'}"
            yield "    }"

    def _effects(self, move: Move, fallen: dict[Choice, Value]) -> Iterator[tuple[str, str]]:
        """Yield the assignments in sequence, with the meaning they have at once."""
        assigned: set[str] = set()
        for item in move.assignments:
            name = item.variable.name
            places = self.places | {done: self.before[BEFORE + done] for done in assigned}
            target, where = self.places[name], str(item)
            if isinstance(item.value, Choice):
                text = literal_in(target, fallen[item.value], where, self.dialect)
            else:
                text = written(item.value, target, Scope(places, where, {}), self.dialect)
            yield name, text
            assigned.add(name)


def _premise(promise: Property) -> Guard:
    return promise.formula.premise if isinstance(promise.formula, LeadsTo) else TRUE


def said(promise: Property) -> str:
    """Return a promise's flavour, name and reason as a comment."""
    why = f": {promise.why}" if promise.why else ""
    return f"/* {promise.flavour} {comment(promise.name)}{comment(why)} */"


def comment(text: str) -> str:
    """Return `text` fit for a comment."""
    return text.replace("*/", "* /").replace("/*", "/ *").replace("\n", " ")


def _type(slot: Slot) -> str:
    kind: Kind = kind_of(slot.domain)
    if kind == "flag":
        return "bool"
    if kind != "number":
        return "mtype"
    numbers = [int(value) for value in slot.domain]
    low, high = min(numbers), max(numbers)
    if low >= 0 and high <= 255:
        return "byte"
    return "short" if low >= -(2**15) and high < 2**15 else "int"


def _domain(slot: Slot) -> str:
    if kind_of(slot.domain) == "number" and len(slot.domain) > 2:
        numbers = [int(value) for value in slot.domain]
        if sorted(numbers) == list(range(min(numbers), max(numbers) + 1)):
            return f"{min(numbers)}..{max(numbers)}"
    if kind_of(slot.domain) == "flag":
        return "no, yes"
    return comment(", ".join(map(str, slot.domain)))
