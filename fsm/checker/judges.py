"""Judges: look for the nearest state or step that answers each question, and word the findings.

What lives here: the pass over a search's states that answers questions, and findings from answers.
What does not: what is asked (`questions.py`).

States are looked at in breadth-first order, in pieces that grow; a question leaves as soon as it
is answered, so the many that are answered early cost little. Steps are generated again only while
a question about steps is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Final

import numpy as np

from ..expressions import Value
from .expansion import CHUNK_STATES
from .packing import Words
from .questions import Question
from .report import Finding
from .search import Leg, Search
from .source import predicate
from .trace import Trace, TraceStep
from .verdicts import Verdict

__all__ = ["Answer", "answers", "judge", "stale_waivers", "trace_along", "trace_to"]

# Nearly everything is answered by the first few states; looking at them first spares the rest.
FIRST_STATES: Final = 256


@dataclass(frozen=True, slots=True)
class Answer:
    """A state of the search, or a step from it: the model's step and the packed state after."""

    state: int
    step: int | None = None
    after: tuple[int, ...] = ()


def answers(
    search: Search, asked: Sequence[Question], found: dict[Question, Answer] | None = None
) -> dict[Question, Answer]:
    """Return the nearest answer of each question that has one.

    They are put into `found` one by one, so that a caller who is interrupted has what there is.
    """
    words = search.model.layout.words
    of_states = {item: predicate(item.condition, words) for item in asked if not item.by_step}
    of_steps: dict[int, list[tuple[Question, Any]]] = {}
    for item in asked:
        for step, condition in item.by_step:
            of_steps.setdefault(step, []).append((item, predicate(condition, words)))
    found = {} if found is None else found
    for begin, chunk in _pieces(search.words):
        for item, holds in list(of_states.items()):
            hits = np.flatnonzero(holds(*chunk))
            if hits.size:
                found[item] = Answer(begin + int(hits[0]))
                del of_states[item]
        if of_steps:
            _look_at_steps(search, begin, chunk, of_steps, found)
        if not of_states and not of_steps:
            break
    return found


def _pieces(words: Words) -> Iterator[tuple[int, Words]]:
    begin, size = 0, FIRST_STATES
    while begin < words.shape[1]:
        yield begin, words[:, begin : begin + size]
        begin += size
        size = min(size * 8, CHUNK_STATES)


def _look_at_steps(
    search: Search,
    begin: int,
    chunk: Words,
    of_steps: dict[int, list[tuple[Question, Any]]],
    found: dict[Question, Answer],
) -> None:
    """Answer open questions by the steps from `chunk`; of several answers the nearest counts."""
    here: dict[Question, Answer] = {}
    for taken in search.expander.expand(chunk):
        for item, holds in of_steps.get(taken.step, ()):
            hits = np.flatnonzero(holds(*taken.words, *chunk[:, taken.sources]))
            if hits.size:
                state = begin + int(taken.sources[hits[0]])
                if item not in here or state < here[item].state:
                    after = tuple(int(word) for word in taken.words[:, hits[0]])
                    here[item] = Answer(state, taken.step, after)
    if here:
        found.update(here)
        for step, open_ones in list(of_steps.items()):
            kept = [(item, holds) for item, holds in open_ones if item not in here]
            if kept:
                of_steps[step] = kept
            else:
                del of_steps[step]


# -- traces --------------------------------------------------------------------------------------


def trace_to(search: Search, answer: Answer) -> Trace:
    """Return a shortest trace to `answer`, its step included."""
    start, legs = search.path(answer.state)
    trace = trace_along(search, start, legs)
    if answer.step is None:
        return trace
    form = search.model.form
    before = form.snapshot(search.valuation(answer.state))
    after = form.snapshot(search.model.layout.unpack(answer.after))
    last = _trace_step(search, Leg(answer.step, answer.state), before, after)
    return Trace.of(form, trace.start, (*trace.steps, last))


def trace_along(search: Search, start: int, legs: Sequence[Leg], loop: int | None = None) -> Trace:
    """Return the trace of `legs` from the state `start`; `loop` as a `Trace` has it."""
    form = search.model.form
    before = first = form.snapshot(search.valuation(start))
    steps: list[TraceStep] = []
    for leg in legs:
        after = form.snapshot(search.valuation(leg.state))
        steps.append(_trace_step(search, leg, before, after))
        before = after
    return Trace.of(form, _declared(search, first), tuple(steps), loop)


def _trace_step(
    search: Search, leg: Leg, before: Mapping[str, Value], after: Mapping[str, Value]
) -> TraceStep:
    command = search.model.form.commands[search.model.steps[leg.step].command]
    return TraceStep.of(command, _declared(search, before), _declared(search, after))


def _declared(search: Search, snapshot: Mapping[str, Value]) -> dict[str, Value]:
    """Return `snapshot` without the parameters, which a trace names once."""
    return {
        name: value for name, value in snapshot.items() if name not in search.model.form.parameters
    }


# -- findings ------------------------------------------------------------------------------------


def judge(
    search: Search, asked: Sequence[Question], waivers: Mapping[str, str]
) -> tuple[str | None, list[Finding]]:
    """Return a finding for each promise, and for each defect that was found.

    With them the limit under which they stand: that of the search, or what ended the judging.
    """
    found: dict[Question, Answer] = {}
    limit = search.limit
    try:
        answers(search, asked, found)
    except KeyboardInterrupt:
        limit = "interrupted"
    except MemoryError:
        limit = "memory: the system has no more"
    judged: list[Finding] = []
    try:
        for item in _findings(search, asked, found, limit, waivers):
            judged.append(item)
    except KeyboardInterrupt:
        # Ways to states are looked for one by one; who does not want to wait gets none.
        limit = "interrupted"
        judged = list(_findings(search, asked, found, limit, waivers, traced=False))
    return limit, judged


def _findings(
    search: Search,
    asked: Sequence[Question],
    found: Mapping[Question, Answer],
    limit: str | None,
    waivers: Mapping[str, str],
    traced: bool = True,
) -> Iterator[Finding]:
    def trace(answer: Answer | None) -> Trace | None:
        return trace_to(search, answer) if traced and answer is not None else None

    unanswered = 0
    for item in asked:
        answer = found.get(item)
        if item.kind == "promise":
            yield _promise(item, answer, trace(answer), limit)
        elif (answer is None) == (item.expects == "somewhere"):
            if answer is None and limit is not None:
                unanswered += 1
                continue
            reason = waiver(item.name, waivers)
            yield Finding(
                item.kind, item.name, Verdict.VIOLATED, item.text, trace(answer), waived=reason
            )
    if unanswered:
        text = f"{unanswered} declared things had not mattered yet when the search ended"
        yield Finding("vacuity", "vacuity", Verdict.INCONCLUSIVE, text, limit=limit)
    text = "every state that may not be the last has a step"
    if len(search.stuck):
        reason = waiver("deadlock", waivers)
        way = trace(Answer(int(search.stuck[0])))
        yield Finding("deadlock", "deadlock", Verdict.VIOLATED, text, way, waived=reason)
    elif search.limit is not None:
        yield Finding("deadlock", "deadlock", Verdict.INCONCLUSIVE, text, limit=search.limit)
    else:
        yield Finding("deadlock", "deadlock", Verdict.HOLDS, text)


def _promise(
    item: Question, answer: Answer | None, trace: Trace | None, limit: str | None
) -> Finding:
    if answer is not None:
        verdict = Verdict.VIOLATED if item.expects == "never" else Verdict.HOLDS
        return Finding(item.kind, item.name, verdict, item.text, trace)
    if limit is not None:
        return Finding(item.kind, item.name, Verdict.INCONCLUSIVE, item.text, limit=limit)
    verdict = Verdict.HOLDS if item.expects == "never" else Verdict.VIOLATED
    return Finding(item.kind, item.name, verdict, item.text)


def waiver(name: str, waivers: Mapping[str, str]) -> str | None:
    """Return why the finding `name` is accepted; a waiver's name may be a shell pattern."""
    for pattern, reason in waivers.items():
        if pattern == name or fnmatchcase(name, pattern):
            return reason
    return None


def stale_waivers(found: Iterable[Finding], waivers: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a finding for each waiver that excuses nothing, or gives no reason."""
    accepted = [item.name for item in found if item.waived is not None]
    for pattern, reason in waivers.items():
        name = f"waiver {pattern!r}"
        if not reason.strip():
            yield Finding("waiver", name, Verdict.VIOLATED, "it gives no reason")
        if not any(pattern == name or fnmatchcase(name, pattern) for name in accepted):
            yield Finding("waiver", name, Verdict.VIOLATED, "it excuses nothing: drop it")
