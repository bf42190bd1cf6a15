"""A declaration that contradicts itself is refused with the row and the fix; a good one is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fsm import (
    AG,
    EF,
    Count,
    Enum,
    Flag,
    Machine,
    MachineError,
    Parameter,
    always,
    any_of,
    at,
    between,
    leads_to,
    on,
    recoverable,
    refuse,
    row,
    sometimes,
    step,
    was,
    was_at,
)

size = Parameter("size", 2)
n = Count("n", 0, size)
word = Enum("word", "red", "green")
flag = Flag("flag")
foreign = Flag("foreign")

MANY, MORE = Count("many", 0, 600), Count("more", 0, 600)

GO = row("go", "ok", "A", to="B")
BACK = row("back", "ok", "B", to="A")


def declare(*rows, **changes):
    options = {
        "states": "A B", "initial": "A", "rows": rows or [GO, BACK],
        "variables": [n, word, flag], "parameters": [size], "otherwise": "No",
    }  # fmt: skip
    return Machine("m", **{**options, **changes})


REFUSED = {
    "no rows": (
        lambda: declare(rows=[]), r"no rows: declare at least one row\("),
    "state twice": (
        lambda: declare(states="A B A"), "state 'A' is declared 2 times: give each its own name"),
    "a state that means something else": (
        lambda: declare(states=["A", "B", "*"]), r"state '\*' bears a name .*: rename it"),
    "unknown initial state": (
        lambda: declare(initial="Z"), "initial state 'Z' is unknown: use one of A, B"),
    "unknown final state": (
        lambda: declare(final="Z"), "state 'Z' is unknown: use one of A, B"),
    "unknown described state": (
        lambda: declare(describes={"Z": ""}), "state 'Z' is unknown"),
    "unknown source": (
        lambda: declare(row("go", "ok", "A Z")), "T1 go.ok in A, Z stays: state 'Z' is unknown"),
    "unknown target": (
        lambda: declare(row("go", "ok", "A", to="Z")), "T1 go.ok .*: state 'Z' is unknown"),
    "no source": (
        lambda: declare(row("go", "ok", "")), "it has no source state: name at least one"),
    "source twice": (
        lambda: declare(row("go", "ok", "A A")), "source 'A' is named 2 times: keep one"),
    "unknown state in a guard": (
        lambda: declare(row("go", "ok", "A", when=at("Z"))), "T1 go.ok .*: state 'Z' is unknown"),
    "unknown variable in a guard": (
        lambda: declare(row("go", "ok", "A", when=foreign)),
        "T1 go.ok .*: variable foreign is not among this machine's: n, word, flag"),
    "another variable of the same name": (
        lambda: declare(row("go", "ok", "A", when=Flag("flag"))),
        "variable flag is not among this machine's"),
    "unknown variable in an effect": (
        lambda: declare(row("go", "ok", "A", does=[foreign.sets()])),
        "T1 go.ok .*: variable foreign is not among this machine's"),
    "unknown variable in a value": (
        lambda: declare(row("go", "ok", "A", does=[n.becomes(Count("m", 0, 1))])),
        "variable m is not among this machine's"),
    "unknown parameter in a choice": (
        lambda: declare(row("go", "ok", "A", does=[n.becomes(between(0, Parameter("p", 1)))])),
        "T1 go.ok .*: it reads 'p', which is not declared; declared are: flag, n, size, word"),
    "unknown value": (
        lambda: declare(row("go", "ok", "A", when=word == "blue")),
        "T1 go.ok .*: word is never 'blue': use one of red, green"),
    "unknown value among several": (
        lambda: declare(row("go", "ok", "A", when=word.among("red", "blue"))),
        "word is never 'blue': use one of red, green"),
    "a word for a number": (
        lambda: declare(row("go", "ok", "A", when=n == "one")), "n is never 'one': use one of"),
    "unknown value before a step": (
        lambda: declare(properties=[step("s", was(word) != "blue")]),
        "property 's': was.word is never 'blue': use one of red, green"),
    "unknown state before a step": (
        lambda: declare(properties=[step("s", was_at("Z") >> flag)]),
        "property 's': was.state is never 'Z': use one of A, B"),
    "unknown step": (
        lambda: declare(properties=[step("s", on("go.wrong") >> flag)]),
        "property 's': no row is labelled 'go.wrong': use one of back, back.ok, go, go.ok"),
    "unknown step of a fair run": (
        lambda: declare(properties=[leads_to("l", flag, ~flag, fair=["fly"])]),
        "property 'l': no step is named 'fly': use one of .*back, back.ok, go, go.ok"),
    "unknown state in a formula": (
        lambda: declare(properties=[recoverable("r", AG(EF(at("Z"))))]),
        "property 'r': state 'Z' is unknown"),
    "unknown variable in a property": (
        lambda: declare(properties=[sometimes("s", foreign)]),
        "property 's': variable foreign is not among this machine's"),
    "a step in a state property": (
        lambda: declare(properties=[always("a", on("go") >> (was(n) == n))]),
        r"property 'a': it reads 'operation', and on\(\) and was\(\) speak of a step"),
    "a step in a guard": (
        lambda: declare(row("go", "ok", "A", when=was(n) == 0)),
        r"T1 go.ok .*: it reads 'was.n', .*: use them in a step\(...\) property only"),
    "a step in an effect": (
        lambda: declare(row("go", "ok", "A", does=[n.becomes(was(n))])),
        "T1 go.ok .*: it reads 'was.n'"),
    "property twice": (
        lambda: declare(properties=[always("a", n < 9), always("a", n >= 0)]),
        "property 'a' is declared 2 times: give each its own name"),
    "variable twice": (
        lambda: declare(variables=[n, Flag("n")]), "variable 'n' is declared 2 times"),
    "variable and parameter": (
        lambda: declare(variables=[n, Flag("size")]), "variable 'size' is declared 2 times"),
    "a name the machine needs": (
        lambda: declare(variables=[n, Flag("operation")]),
        "variable 'operation' bears a name the machine needs for itself: rename it"),
    "a name of the past": (
        lambda: declare(variables=[n, Flag("was.n")]), "variable 'was.n' bears a name the machine"),
    "two rows, one label": (
        lambda: declare(row("a.b", "c", "A", to="B"), row("a", "b.c", "B", to="A")),
        r"'a\.b\.c' also names 'a\.b', another operation's: rename one of them"),
    "a label that is an operation": (
        lambda: declare(row("a.b", "c", "A", to="B"), row("a", "b", "B", to="A")),
        r"'a\.b' also names 'a\.b', another operation's"),
    "a bound that is no parameter": (
        lambda: declare(variables=[Count("m", 0, Parameter("p", 1))]),
        r"variable m: its domain 0\.\.p reads p, which is no parameter; parameters are: size"),
    "a value twice": (
        lambda: declare(variables=[Enum("e", "x", "y", "x")]),
        "variable e: 'x' stands 2 times in x, y, x: keep one"),
    "starts outside": (
        lambda: declare(variables=[Count("m", 0, size, initial=3)]),
        r"variable m starts as 3, outside 0\.\.size: give initial= a value of the domain"),
    "an empty domain": (
        lambda: declare(variables=[Count("m", 1, 0)]), r"variable m starts as 1, outside 1\.\.0"),
    "effect outside": (
        lambda: declare(row("go", "ok", "A", does=[n.becomes(n + 1)])),
        r"T1 go.ok .*: n := n \+ 1 makes it 3, outside 0\.\.size, when n = 2: strengthen the gua"),
    "constant outside": (
        lambda: declare(row("go", "ok", "A", does=[word.becomes("blue")])),
        "word := blue makes it 'blue', outside red, green: strengthen"),
    "choice outside": (
        lambda: declare(row("go", "ok", "A", does=[n.becomes(any_of(0, 7))])),
        r"n := any of 0, 7 makes it 7, outside 0\.\.size"),
    "nothing to choose from": (
        lambda: declare(row("go", "ok", "A", does=[n.becomes(between(n + 1, size))])),
        r"has nothing to choose from when n = 2: strengthen the guard or widen the choice"),
    "assigned twice": (
        lambda: declare(row("go", "ok", "A", does=[n.becomes(0), n.becomes(1)])),
        "T1 go.ok .*: n is assigned 2 times: keep one"),
    "overlap": (
        lambda: declare(row("go", "ok", "A", when=n < 2), row("go", "ok", "A", when=n > 0, to="B")),
        r"T1 go.ok .* and T2 go.ok .* overlap in A \(n = 1\): make their guards exclude"),
    "overlap always": (
        lambda: declare(row("go", "ok", "A"), row("go", "ok", "A", to="B")),
        r"overlap in A \(always\)"),
    "silent cell": (
        lambda: declare(GO, BACK, otherwise=None),
        r'go in B is neither admitted nor refused: add a row, or refuse\("go", "B", "<slug>"\)'),
    "silent valuation": (
        lambda: declare(row("go", "ok", "A B", when=n > 0), otherwise=None),
        r"go in A \(n = 0\) is neither admitted nor refused"),
    "a row that is never chosen": (
        lambda: declare(GO, BACK, row("go", "odd", "A", when=(n > 1) & (n < 1))),
        "T3 go.odd .*: it can never be chosen in A: no valuation satisfies its guard there"),
    "a source that is never chosen": (
        lambda: declare(row("go", "ok", "A B", when=at("A"))), "it can never be chosen in B"),
    "a refusal behind a row": (
        lambda: declare(GO, BACK, refusals=[refuse("go", "A", "Never")]),
        "R1 go in A: refused as Never: it can never be chosen: rows admit"),
    "a refusal behind another": (
        lambda: declare(GO, BACK, refusals=[refuse("go", "B", "First"), refuse("go", "B", "Last")]),
        "R2 go in B: refused as Last: it can never be chosen"),
    "refused operation without a row": (
        lambda: declare(refusals=[refuse("fly", "A", "No")]),
        "R1 fly in A: refused as No: operation 'fly' has no row: use one of go, back"),
    "lazily without a row": (
        lambda: declare(lazily={"A": "back"}),
        "back is declared to come first in A, which takes exactly one row that cannot fail; it ha"),
    "lazily and failing": (
        lambda: declare(GO, row("go", "failed", "A"), BACK, lazily={"A": "go"}),
        "takes exactly one row that cannot fail; it has 2 there"),
    "lazily and guarded": (
        lambda: declare(row("go", "ok", "A", to="B", when=flag), BACK, lazily={"A": "go"}),
        "go is declared to come first in A, so T1 go.ok .* must always be admitted: drop its gua"),
    "lazily and staying": (
        lambda: declare(row("go", "ok", "A"), BACK, lazily={"A": "go"}),
        "must lead where nothing comes first"),
    "lazily preceded": (
        lambda: declare(GO, BACK, row("mend", "ok", "A B"), lazily={"A": "go"}),
        "T3 mend.ok .*: in A every operation is preceded by go: drop A from the sources"),
    "unknown lazy state": (
        lambda: declare(lazily={"Z": "go"}), "state 'Z' is unknown"),
    "kinds that cannot be compared": (
        lambda: declare(row("go", "ok", "A", when=n < word)),
        "go in A: a guard cannot be computed .*: compare and count only what is of one kind"),
    "division by zero": (
        lambda: declare(row("go", "ok", "A", does=[n.becomes(2 - (n + 1) % n)])),
        "T1 go.ok .*cannot be computed .*never divide by zero"),
    "too many combinations": (
        lambda: declare(
            row("go", "ok", "A", when=(MANY < 5) & (MORE > 5)), variables=[MANY, MORE]),
        "read more than 200000 combinations: declare fewer values, or split the operation"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_bad_declarations_are_refused_with_row_and_fix(case):
    build, says = REFUSED[case]
    with pytest.raises(MachineError, match=says):
        build()


def test_every_problem_is_listed():
    with pytest.raises(MachineError) as refused:
        declare(row("go", "ok", "A Z", to="Y", when=foreign), final="X")
    assert len(refused.value.problems) == 4
    assert str(refused.value).startswith("machine 'm' has 4 problems:\n  1. ")


GOOD = {
    "smallest": lambda: Machine("m", states="A", initial="A", rows=[row("go", "ok", "A")]),
    "guards that exclude each other": lambda: declare(
        row("go", "ok", "A", when=n < 1), row("go", "ok", "A", when=n >= 1, to="B"), BACK),
    "outcomes may overlap": lambda: declare(GO, row("go", "failed", "A"), BACK),
    "numbers may lie outside a domain": lambda: declare(row("go", "ok", "A", when=n < 99)),
    "everything refused by name": lambda: declare(
        GO, BACK, otherwise=None,
        refusals=[refuse("go", "B", "There"), refuse("back", "A", "Here")]),
    "refusals may overlap rows": lambda: declare(
        row("go", "ok", "A", when=flag), BACK, otherwise=None,
        refusals=[refuse("*", "*", "No")]),
    "wildcard sources": lambda: declare(row("go", "ok", "*", to="B")),
    "a lazy start": lambda: declare(GO, BACK, lazily={"A": "go"}, otherwise="No"),
    "operations may contain dots": lambda: declare(
        row("door.open", "ok", "A", to="B"), row("door.close", "ok", "B", to="A"),
        properties=[step("s", on("door.open", "door.close.ok"))]),
    "a full step property": lambda: declare(
        properties=[step("s", (on("go") & was_at("A")) >> (was(n) == n))]),
}  # fmt: skip


@pytest.mark.parametrize("case", GOOD)
def test_good_declarations_are_accepted(case):
    machine = GOOD[case]()
    assert walk(machine)


def test_wildcards_leave_lazy_states_out():
    machine = declare(row("init", "ok", "A", to="B"), row("mend", "ok", "*"), lazily={"A": "init"})
    assert [item.sources for item in machine.rows] == [("A",), ("B",)]
    assert machine.allowed(machine.start()) == ("init", "mend")


def test_rows_of_one_label_and_source_get_events_of_their_own():
    machine = declare(
        row("go", "ok", "A", when=n < 1), row("go", "ok", "A", when=n >= 1, to="B"), BACK
    )
    assert [item.event for item in machine.rows] == ["go.ok/T1", "go.ok/T2", "back.ok"]


# -- random machines -------------------------------------------------------------------------------


def walk(machine):
    """Check the invariants of a machine by brute force; returns the number of its states."""
    form = machine.bind()
    reachable = form.reachable()
    domains = {slot.name: slot.domain for slot in form.slots}
    for valuation in reachable:
        snapshot = form.snapshot(valuation)
        assert all(snapshot[name] in domain for name, domain in domains.items())
        for operation in machine.operations:
            first, opened = machine.opened(snapshot)
            if first == operation:
                opened = snapshot
            enabled = machine.enabled(opened, operation)
            outcomes = [item.outcome for item in enabled]
            assert len(set(outcomes)) == len(outcomes), (operation, snapshot)
            assert bool(enabled) != bool(machine.refusal(opened, operation))
            assert (operation in machine.allowed(snapshot)) == bool(enabled)
    return len(reachable)


guards = st.recursive(
    st.one_of(
        st.builds(lambda sign, value: {"<": n < value, "==": n == value, ">": n > value}[sign],
                  st.sampled_from(["<", "==", ">"]), st.integers(0, 2)),
        st.sampled_from([flag, ~flag, word == "red", word != "red", at("A"), at("B")]),
    ),
    lambda inner: st.one_of(
        st.builds(lambda a, b: a & b, inner, inner),
        st.builds(lambda a, b: a | b, inner, inner),
        st.builds(lambda a: ~a, inner),
    ),
    max_leaves=3,
)  # fmt: skip
effects = st.lists(
    st.sampled_from(
        [n.becomes(0), n.becomes(n + 1), n.becomes(size - n), n.becomes(between(0, n)),
         flag.sets(), flag.clears(), word.becomes(any_of("red", "green"))]
    ),
    max_size=2,
)  # fmt: skip
sources = st.sampled_from(["A", "B", "A B", "*"])
rows = st.builds(
    lambda operation, outcome, sources, to, when, does: row(
        operation, outcome, sources, to=to, does=does, **({} if when is None else {"when": when})
    ),
    st.sampled_from(["p", "q"]),
    st.sampled_from(["ok", "failed"]),
    sources,
    st.sampled_from([None, "A", "B"]),
    st.none() | guards,
    effects,
)
refusals = st.builds(
    lambda operations, sources, when: refuse(
        operations, sources, "No", **({} if when is None else {"when": when})
    ),
    st.sampled_from(["p", "q", "*"]),
    sources,
    st.none() | guards,
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(rows, min_size=1, max_size=3),
    st.lists(refusals, max_size=2),
    st.sampled_from([None, "No"]),
)
def test_random_machines_are_refused_or_sound(rows, refusals, otherwise):
    try:
        machine = declare(*rows, refusals=refusals, otherwise=otherwise)
    except MachineError:
        return
    assert walk(machine) >= 1


def test_the_random_machines_are_of_both_kinds():
    verdicts = set()

    @settings(max_examples=200, deadline=None, database=None, derandomize=True)
    @given(st.lists(rows, min_size=1, max_size=3))
    def sort(rows):
        try:
            verdicts.add(walk(declare(*rows)) > 1)
        except MachineError:
            verdicts.add("refused")

    sort()
    assert verdicts == {True, False, "refused"}
