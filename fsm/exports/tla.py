r"""TLA+: a form as TLC reads it, one module and one configuration.

One action per rule, named after its id and label, a disjunct for each of its moves; what a move
does not assign is UNCHANGED, what a choice leaves open is \E. TLC takes every disjunction of an
action for a choice and counts its successors twice, so guards that hold an "or" stand as
`TRUE = (...)`.

A step promise is `[][...]_vars`, said of each step the actions allow. That form is blind to steps
that change nothing, so where such a step could break the promise the same is said of the states
that have one. A behaviour goes on while it can: `GoesOn` is assumed by every promise about whole
behaviours, as is the fairness they name. A promise about certain steps alone gets a module of its
own, in which a variable says that the premise has come and only those steps are left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ..expressions import BEFORE, OPERATION, OUTCOME, Guard, Value
from ..form import Form, Slot
from ..formulas import Linear
from ..properties import Behaviours, LeadsTo, Property
from ..variables import Between, Choice
from .logic import FALSE, TRUE, Proposition, Words, atom, conjunction, disjunction, implication
from .moves import Action, Move, actions, allowed, fair_sets, named, options, stays
from .names import Identifiers, module_name
from .reading import Dialect, Kind, Place, Scope, arithmetic, kind_of, literal_in, read, written
from .reserved import TLA
from .temporal import PROCESS, Claim, claim_of

__all__ = ["Asked", "tla_asked", "tla_texts"]

OR: Final = " \\/ "
AND: Final = " /\\ "


@dataclass(frozen=True, slots=True)
class Asked:
    """How TLC is asked about a promise.

    `how` says under which word of a configuration `name` stands. `denied` says that its violation
    means the promise holds. `module` is the module to check, with the specification in it.
    """

    name: str
    how: str
    module: str
    specification: str = "Spec"
    denied: bool = False


class _Tla(Dialect):
    words = Words("TRUE", "FALSE", "~", "/\\", "\\/", "=>", equal=" = ", unequal=" # ")
    signs = {"==": "=", "!=": "#", "<": "<", "<=": "<=", ">": ">", ">=": ">="}  # noqa: RUF012

    def word(self, value: Value) -> str:
        return '"{}"'.format(str(value).replace("\\", "\\\\").replace('"', '\\"'))

    def among(self, place: Place, values: Sequence[Value]) -> Proposition:
        if len(values) == 1:
            return super().among(place, values)
        return atom(f"{place.text} \\in {self.group(values, place.kind)}")

    def group(self, values: Sequence[Value], kind: Kind) -> str:
        """Return a set of values."""
        if kind == "flag" and len(values) == 2:
            return "BOOLEAN"
        if kind == "number" and len(values) > 2:
            numbers = sorted(int(value) for value in values)
            if numbers == list(range(numbers[0], numbers[-1] + 1)):
                return f"{numbers[0]}..{numbers[-1]}"
        return f"{{{', '.join(self.literal(value, kind) for value in values)}}}"

    def remainder(self, left: str, right: str, *, negative: bool) -> str:
        # Never negative, as in Python; and of no rank with + and -, so always in parentheses.
        return f"({left} % {right})"

    def conditional(self, condition: Proposition, yes: str, no: str) -> str:
        return f"(IF {self.words.line(condition)} THEN {yes} ELSE {no})"


def tla_texts(form: Form) -> dict[str, str]:
    """Return the modules and the configuration of `form`, by file name."""
    export = _Export(form)
    stem = module_name(form)
    texts = {
        f"{stem}.tla": "\n".join(export.module()) + "\n",
        f"{stem}.cfg": "\n".join(export.configuration()) + "\n",
    }
    for item in export.limited:
        texts[f"{item.module}.tla"] = "\n".join(export.limited_module(item)) + "\n"
    return texts


def tla_asked(form: Form) -> dict[str, Asked]:
    """Return how TLC is asked about each promise it can judge, by the promise's name."""
    return dict(_Export(form).asked)


@dataclass(frozen=True, eq=False, slots=True)
class _Limited:
    promise: Property
    name: str
    module: str
    only: tuple[Action, ...]
    formula: LeadsTo


class _Export:
    def __init__(self, form: Form) -> None:
        self.form, self.stem = form, module_name(form)
        self.actions = actions(form)
        self.dialect = _Tla()
        self.words = self.dialect.words
        self.ids = Identifiers({*TLA, self.stem})
        self.slots = self.ids.each([slot.name for slot in form.slots])
        self.parameters = self.ids.each(list(form.parameters))
        self.names = {item: self.ids.give(item.title) for item in self.actions}
        self.promises = {item.name: self.ids.give(item.name) for item in form.properties}
        parameters = {
            name: Place(self.parameters[name], (value,)) for name, value in form.parameters.items()
        }
        self.places = parameters | {
            slot.name: Place(self.slots[slot.name], slot.domain) for slot in form.slots
        }
        self.primed = parameters | {
            slot.name: Place(f"{self.slots[slot.name]}'", slot.domain) for slot in form.slots
        }
        self.before = {
            BEFORE + slot.name: Place(self.slots[slot.name], slot.domain) for slot in form.slots
        }
        self.asked: dict[str, Asked] = {}
        self.claims: list[tuple[Property, Claim]] = []
        self.limited: list[_Limited] = []
        for promise in form.properties:
            self._ask(promise)

    def _ask(self, promise: Property) -> None:
        name, formula = self.promises[promise.name], promise.formula
        if promise.flavour == "step":
            self.asked[promise.name] = Asked(name, "PROPERTY", self.stem)
            return
        claim = claim_of(self.form, promise)
        if claim is None or claim.next_step or not _plain(claim.formula):
            return
        if isinstance(formula, LeadsTo) and formula.only:
            groups = [group for item in formula.only for group in named(self.actions, item)]
            only = tuple(dict.fromkeys(action for group in groups for action in group))
            module = f"{self.stem}_{len(self.limited) + 1}"
            self.limited.append(_Limited(promise, name, module, only, formula))
            self.asked[promise.name] = Asked(name, "PROPERTY", module, "OnlySpec")
            return
        how = "INVARIANT" if _invariant(claim.formula) else "PROPERTY"
        self.asked[promise.name] = Asked(name, how, self.stem, denied=claim.denied)
        self.claims.append((promise, claim))

    # -- the module --------------------------------------------------------------------------

    def module(self) -> Iterator[str]:
        slots = list(self.slots.values())
        yield f"---- MODULE {self.stem} ----"
        yield f"\\* {self.form.name}: {len(slots)} variables, {len(self.actions)} rules."
        yield "\\* Generated from its declaration; edit that, and export again."
        yield "EXTENDS Integers"
        yield ""
        for name, value in self.form.parameters.items():
            yield f"{self.parameters[name]} == {value}"
        if self.form.parameters:
            yield ""
        yield "VARIABLES"
        yield ",\n".join(f"    {name}" for name in slots)
        yield ""
        yield from _wrapped("vars == <<", slots, ">>")
        yield ""
        yield "TypeOK =="
        for slot in self.form.slots:
            values = self.dialect.group(slot.domain, kind_of(slot.domain))
            yield f"    /\\ {self.slots[slot.name]} \\in {values}"
        yield ""
        yield "Init =="
        for start in dict.fromkeys(self.form.initial):
            mark = "\\/ " if len(set(self.form.initial)) > 1 else ""
            for slot, first in zip(self.form.slots, start, strict=True):
                yield f"    {mark}/\\ {self.slots[slot.name]} = {self._value(slot, first)}"
                mark = "   " if mark else ""
        yield ""
        for action in self.actions:
            yield from self._action(action)
        yield "Next =="
        for action in self.actions:
            yield f"    \\/ {self.names[action]}"
        yield ""
        yield "Spec == Init /\\ [][Next]_vars"
        yield ""
        yield from self._rest()
        for promise in self.form.properties:
            yield from self._promise(promise)
        yield "===="

    def _value(self, slot: Slot, value: Value) -> str:
        return literal_in(self.places[slot.name], value, slot.name, self.dialect)

    def _now(self, guard: Guard) -> Proposition:
        return read(guard, Scope(self.places, self.form.name, {}), self.dialect)

    def _action(self, action: Action) -> Iterator[str]:
        yield f"\\* {_comment(action.text or action.title)}"
        yield f"{self.names[action]} =="
        mark = "\\/ " if len(action.moves) > 1 else ""
        for move in action.moves:
            yield from self._move(move, mark)
        if not action.moves:
            yield "    FALSE"
        yield ""

    def _move(self, move: Move, mark: str) -> Iterator[str]:
        margin = " " * len(mark)
        first = f"    {mark}"
        for part in self._guarded(self._now(move.condition)):
            yield f"{first}/\\ {part}"
            first = f"    {margin}"
        chosen: dict[Choice, str] = {}
        for number, choice in enumerate(move.choices, 1):
            name = chosen[choice] = f"chosen{number}"
            pool, fits = self._pool(choice, name)
            yield f"{first}/\\ \\E {name} \\in {pool} :"
            margin += "    "
            first = f"    {margin}"
            if fits != TRUE:
                yield f"{first}/\\ TRUE = {self.words.inner(fits)}"
        assigned = set()
        for item in move.assignments:
            name = item.variable.name
            assigned.add(name)
            target = self.places[name]
            if isinstance(item.value, Choice):
                text = chosen[item.value]
            else:
                scope = Scope(self.places, str(item), {})
                text = written(item.value, target, scope, self.dialect)
            yield f"{first}/\\ {self.primed[name].text} = {text}"
        left = [name for slot, name in self.slots.items() if slot not in assigned]
        if left:
            yield from _wrapped(f"{first}/\\ UNCHANGED <<", left, ">>")

    def _guarded(self, condition: Proposition) -> Iterator[str]:
        parts = condition.parts if condition.operator == "and" else (condition,)
        for part in parts:
            if part != TRUE:
                text = self.words.inner(part) if _branches(part) else self.words.line(part)
                yield f"TRUE = {text}" if _branches(part) else text

    def _pool(self, choice: Choice, name: str) -> tuple[str, Proposition]:
        """Return a set that holds every option of `choice`, and when one called `name` is one."""
        if isinstance(choice, Between):
            scope = Scope(self.places, str(choice), {})
            low = arithmetic(choice.low, scope, self.dialect)
            high = arithmetic(choice.high, scope, self.dialect)
            if low is not None and high is not None:
                return f"{low}..{high}", TRUE
        place = Place(name, options(self.form, choice))
        fits = TRUE
        if choice.reads():
            fits = disjunction(
                conjunction(
                    (self.dialect.among(place, (value,)), self._now(allowed(choice, value)))
                )
                for value in place.domain
            )
        return self.dialect.group(place.domain, place.kind), fits

    # -- what is assumed ---------------------------------------------------------------------

    def _rest(self) -> Iterator[str]:
        final = FALSE if self.form.final is None else self._now(self.form.final)
        rests = f"{self.words.inner(final)} \\/ " if final != FALSE else ""
        yield "\\* A state without a successor is one where all may rest."
        yield f"NothingStuck == {rests}ENABLED Next"
        yield ""
        yield "\\* A behaviour goes on while it can; a step that changes nothing is a way to go on."
        if any(stays(move) for action in self.actions for move in action.moves):
            yield "Stays == ENABLED (Next /\\ UNCHANGED vars)"
            yield "GoesOn == <>[](ENABLED Next /\\ ~Stays) => []<><<Next>>_vars"
        else:
            yield "GoesOn == WF_vars(Next)"
        yield ""

    def _fair(self, sets: Sequence[tuple[str, tuple[Action, ...]]]) -> Iterator[str]:
        for strength, group in sets:
            sign = "WF" if strength == "weak" else "SF"
            yield f"{sign}_vars({OR.join(self.names[action] for action in group)})"

    # -- promises ----------------------------------------------------------------------------

    def _promise(self, promise: Property) -> Iterator[str]:
        asked = self.asked.get(promise.name)
        yield f"\\* {promise.flavour} {_comment(promise.name)}"
        if promise.why:
            yield f"\\* {_comment(promise.why)}"
        if asked is None:
            yield f"\\* {_comment(str(promise.formula))}: not to be said in TLA+"
        elif asked.module != self.stem:
            yield f"\\* in the module {asked.module}"
        elif promise.flavour == "step":
            yield from self._step(promise)
        else:
            (claim,) = (claim for known, claim in self.claims if known is promise)
            if claim.denied:
                yield "\\* its violation is what is wanted: it is a witness"
            yield from self._claim(promise, claim)
        yield ""

    def _claim(self, promise: Property, claim: Claim) -> Iterator[str]:
        name = self.promises[promise.name]
        if _invariant(claim.formula):
            assert isinstance(claim.formula, Linear)
            (guard,) = claim.formula.operands
            assert isinstance(guard, Guard)
            yield f"{name} =="
            yield f"    {self.words.lines(self._of_state(guard), '    ')}"
            return
        fair = promise.formula.fair if isinstance(promise.formula, Behaviours | LeadsTo) else ()
        assumed = ["GoesOn", *self._fair(fair_sets(self.actions, fair))]
        yield f"{name} =="
        yield f"    ({AND.join(assumed)})"
        yield f"    => {self._formula(claim.formula)}"

    def _of_state(self, guard: Guard) -> Proposition:
        """Return `guard`, and a constant as said of the state: TLC misjudges plain constants."""
        now = self._now(guard)
        return {TRUE: atom("vars = vars"), FALSE: atom("vars # vars")}.get(now, now)

    def _formula(self, formula: Guard | Linear) -> str:
        if isinstance(formula, Guard):
            return self.words.inner(self._of_state(formula))
        parts = [self._formula(operand) for operand in formula.operands]
        match formula.operator:
            case "G":
                return f"[]{parts[0]}"
            case "F":
                return f"<>{parts[0]}"
            case "not":
                return f"~{parts[0]}"
        sign = {"and": "/\\", "or": "\\/", "=>": "=>"}[formula.operator]
        return f"({parts[0]} {sign} {parts[1]})"

    def _step(self, promise: Property) -> Iterator[str]:
        (guard,) = promise.expressions()
        assert isinstance(guard, Guard)
        required: dict[Proposition, list[Action]] = {}
        resting: list[tuple[Action, Proposition]] = []
        same = {BEFORE + slot.name: self.places[slot.name] for slot in self.form.slots}
        for action in self.actions:
            key = (action.operation, action.outcome, action.process)
            known = dict(zip((OPERATION, OUTCOME, PROCESS), key, strict=True))
            where = f"property {promise.name!r}"
            scope = Scope({**self.primed, **self.before}, where, known)
            needed = read(guard, scope, self.dialect)
            if needed != TRUE:
                required.setdefault(needed, []).append(action)
            still = read(guard, Scope({**self.places, **same}, where, known), self.dialect)
            if still != TRUE and any(map(stays, action.moves)):
                resting.append((action, still))
        yield f"{self.promises[promise.name]} =="
        yield "    /\\ [][" + ("TRUE]_vars" if not required else "")
        for number, (needed, found) in enumerate(required.items(), 1):
            taken = disjunction(atom(self.names[action]) for action in found)
            if len(found) == len(self.actions):
                taken = TRUE
            text = self.words.lines(implication(taken, needed), " " * 12)
            yield f"         /\\ ({text})" + ("]_vars" if number == len(required) else "")
        for action, still in resting:
            stuttered = f"ENABLED ({self.names[action]} /\\ UNCHANGED vars)"
            yield f"    /\\ []({stuttered}"
            yield f"          => {self.words.inner(still)})"

    # -- modules for certain steps alone -----------------------------------------------------

    def limited_module(self, item: _Limited) -> Iterator[str]:
        """Yield the module in which only some steps are left once the premise has come."""
        name = self.promises[item.promise.name]
        premise = self.words.line(self._now(item.formula.premise))
        conclusion = self._formula(item.formula.conclusion)
        yield f"---- MODULE {item.module} ----"
        yield f"\\* {item.promise.flavour} {_comment(item.promise.name)}"
        yield f"\\* {_comment(str(item.formula))}"
        yield f"EXTENDS {self.stem}"
        yield ""
        yield "\\* The premise has come, and from here on only some steps are taken."
        yield "VARIABLE latched"
        yield ""
        yield "all == <<vars, latched>>"
        yield ""
        yield "Only == latched /\\ UNCHANGED latched /\\"
        yield "    (" + OR.join(self.names[action] for action in item.only) + ")"
        yield ""
        yield f"Latch == ~latched /\\ TRUE = ({premise}) /\\ latched' = TRUE /\\ UNCHANGED vars"
        yield ""
        yield "OnlyInit == Init /\\ latched = FALSE"
        yield "OnlyNext == Only \\/ Latch \\/ (~latched /\\ Next /\\ UNCHANGED latched)"
        yield "OnlySpec == OnlyInit /\\ [][OnlyNext]_all"
        yield ""
        yield "OnlyStays == ENABLED (Only /\\ UNCHANGED all)"
        yield "OnlyGoesOn == <>[](ENABLED Only /\\ ~OnlyStays) => []<><<Only>>_all"
        yield ""
        fair = [
            f"{'WF' if strength == 'weak' else 'SF'}_all(latched /\\ UNCHANGED latched /\\ ("
            + OR.join(self.names[action] for action in group)
            + "))"
            for strength, group in fair_sets(self.actions, item.formula.fair, item.formula.only)
        ]
        yield f"{name} =="
        yield f"    ({AND.join(['OnlyGoesOn', *fair])})"
        yield f"    => (<>latched => <>(latched /\\ {conclusion}))"
        yield "===="

    # -- the configuration -------------------------------------------------------------------

    def configuration(self) -> Iterator[str]:
        yield f"\\* {self.form.name}. Generated from its declaration; edit that, and export again."
        yield "SPECIFICATION Spec"
        yield "\\* Run TLC with -deadlock: whether all may rest is asked by NothingStuck."
        yield "INVARIANT TypeOK"
        for promise in self.form.properties:
            asked = self.asked.get(promise.name)
            if asked is not None and asked.module == self.stem:
                aside = "\\* wanted to fail: " if asked.denied else ""
                yield f"{aside}{asked.how} {asked.name}"


def _plain(formula: Guard | Linear) -> bool:
    """Whether a formula uses nothing but what TLC knows: always and eventually."""
    if isinstance(formula, Guard):
        return True
    return formula.operator not in ("X", "U", "W", "R") and all(map(_plain, formula.operands))


def _invariant(formula: Guard | Linear) -> bool:
    return (
        isinstance(formula, Linear)
        and formula.operator == "G"
        and isinstance(formula.operands[0], Guard)
    )


def _branches(proposition: Proposition) -> bool:
    """Whether TLC would take a part of an action for a choice between several."""
    return proposition.operator not in ("atom", "true", "false") and not (
        proposition.operator == "not" and proposition.parts[0].operator == "atom"
    )


def _wrapped(head: str, names: Sequence[str], tail: str) -> Iterator[str]:
    line = head
    for number, name in enumerate(names):
        text = name + ("" if number == len(names) - 1 else ", ")
        if len(line) + len(text) > 96:
            yield line.rstrip()
            line = " " * len(head)
        line += text
    yield line + tail


def _comment(text: str) -> str:
    return text.replace("\n", " ")
