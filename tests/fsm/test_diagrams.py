"""Drawings: complete, deterministic, fresh or known to be stale, and true for any machine."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import transitions

from fsm import Enum, Machine, at, read_machine, refuse, row
from fsm.cells import answers, guard_in
from fsm.diagrams import Drawing, draw, extract, files, stale, write
from fsm.diagrams.svg import CannotRender, belongs
from fsm.expressions import TRUE
from specs.lifecycle import LIFECYCLE

ROOT = Path(__file__).parents[2]

key = Enum("key", "away", "here")


def door(**changes: Any) -> Machine:
    """A door with one of everything a drawing shows."""
    given: dict[str, Any] = {
        "when": key == "here",
        "effect": key.becomes("away"),
        "why": "it falls shut",
        "meaning": "nobody gets in",
    } | changes
    return Machine(
        "door",
        states="New Shut Open Broken",
        initial="New",
        final="Broken",
        lazily={"New": "hang"},
        variables=[key],
        rows=[
            row("hang", "ok", "New", to="Shut", why="it is hung"),
            row("open", "ok", "Shut", to="Open", when=given["when"], why="the key turns"),
            row("open", "failed", "Shut", when=key == "here", why="it jams"),
            row("shut", "ok", "Open", to="Shut", does=[given["effect"]], why=given["why"]),
            row("shut", "interrupted", "Open", why="a foot is in it"),
            row("kick", "failed", "Shut Open", to="Broken", why="it was wood"),
        ],
        refusals=[
            refuse("open", "Shut", "NoKey", when=key == "away", why="look under the mat"),
            refuse("open shut", "*", "NotNow"),
            refuse("kick hang", "*", "No", why="be kind"),
        ],
        describes={"Shut": given["meaning"]},
    )


def every_text(machine: Machine) -> str:
    return "\n".join(draw(machine).texts().values())


# -- what is shown ---------------------------------------------------------------------------------


@pytest.mark.parametrize("machine", [LIFECYCLE, door()], ids=lambda machine: machine.name)
def test_every_format_shows_every_row_and_refusal(machine: Machine) -> None:
    for text in draw(machine).texts().values():
        words = set(re.findall(r"\b[TR]\d+\b", text))
        missing = {item.id for item in (*machine.rows, *machine.refusals)} - words
        assert not missing


def test_the_legend_says_guard_effect_and_why_of_everything() -> None:
    table = draw(LIFECYCLE).table
    for item in LIFECYCLE.rows:
        (line,) = (text for text in table.splitlines() if text.startswith(f"| {item.id} |"))
        assert item.why in line
        assert all(f"`{effect}`" in line for effect in item.effects)
        assert item.guard is TRUE or f"`{item.guard}`" in line
    for refusal in LIFECYCLE.refusals:
        (line,) = (text for text in table.splitlines() if text.startswith(f"| {refusal.id} |"))
        assert refusal.slug in line
        assert refusal.why in line
    for promise in LIFECYCLE.properties:
        assert f"| {promise.flavour} | {promise.name} | `{promise.formula}` |" in table


def test_kinds_differ_in_line_head_and_colour() -> None:
    arrows = [
        line for line in draw(LIFECYCLE).dot.splitlines() if "->" in line and "style=" in line
    ]
    looks = {
        re.sub(r".*color=(\S+), style=(\w+), .*arrow(?:head|tail)=(\w+).*", r"\1 \2 \3", line)
        for line in arrows
    }
    assert len(looks) == 3
    for part in zip(*(look.split() for look in looks), strict=True):
        assert len(set(part)) == 3


def test_a_machine_says_which_of_its_outcomes_are_failures() -> None:
    def light(**outcomes: Any) -> str:
        rows = [row("press", "dark", "Off"), row("press", "ok", "Off", to="On")]
        rows.append(row("press", "kaputt", "On", to="Off"))
        machine = Machine("light", states="Off On", initial="Off", rows=rows, outcomes=outcomes)
        return draw(machine).dot

    assert "style=dashed" not in light()
    assert "style=dashed" in light(kaputt="failure")


def test_start_and_final_states_and_what_comes_first_are_marked() -> None:
    drawing = draw(door())
    assert '"start of door" -> "New"' in drawing.dot
    assert "(final)" in drawing.dot
    assert "every other operation first does" in drawing.dot
    assert "[*] --> s1" in drawing.mermaid
    assert "s4 --> [*]" in drawing.mermaid
    assert "every other operation first does T1 hang" in drawing.mermaid
    assert "| New |  | start |" in drawing.table
    assert "| Broken |  | final |" in drawing.table
    assert "Every other operation first does that" in drawing.table


def test_rows_between_two_states_share_one_arrow_for_each_kind() -> None:
    arrows = extract(LIFECYCLE).arrows
    keys = [(arrow.source, arrow.target, arrow.kind) for arrow in arrows]
    assert len(keys) == len(set(keys))
    assert max(len(arrow.lines) for arrow in arrows) > 1


def test_a_wildcard_is_drawn_once() -> None:
    names = [f"S{index}" for index in range(7)]
    steps = [row("next", "ok", one, to=two) for one, two in pairwise(names)]
    machine = Machine(
        "wild", states=[*names, "Off"], initial="S0", final="Off",
        rows=[*steps, row("stop", "ok", "*", to="Off")], otherwise="Refused",
    )  # fmt: skip
    picture = extract(machine)
    (bundle,) = picture.bundles
    assert bundle.states == tuple(names)
    shown = [line.row for arrow in (*picture.arrows, *bundle.arrows) for line in arrow.lines]
    assert shown.count(machine.rows[-1].id) == 1


def test_a_guard_is_shown_as_it_reads_in_its_state() -> None:
    guard = (~at("Shut")) | (key == "here")
    assert guard_in(guard, "Open") is TRUE
    assert str(guard_in(guard, "Shut")) == "key == here"
    assert str(guard_in(at("Shut") >> (key == "here"), "Shut")) == "key == here"
    assert guard_in(at("Shut") >> (key == "here"), "Open") is TRUE
    lines = [line for box in extract(LIFECYCLE).boxes for line in box.stays]
    assert not any("at " in line.guard for line in lines)


@pytest.mark.parametrize("state", LIFECYCLE.states)
def test_a_cell_answers_what_the_machine_answers(state: str) -> None:
    """`answers` and `guard_in` against the machine itself, on every reachable snapshot."""
    form = LIFECYCLE.bind()
    snapshots = [form.snapshot(valuation) for valuation in form.reachable()]
    for operation in LIFECYCLE.operations:
        for snapshot in snapshots:
            first, opened = LIFECYCLE.opened(snapshot)
            if snapshot["state"] != state or first is not None:
                continue
            told = {name: value for name, value in snapshot.items() if name != "state"}
            answer = answers(LIFECYCLE, state, operation, told)
            refusal = LIFECYCLE.refusal(opened, operation)
            assert answer.rows == LIFECYCLE.enabled(opened, operation)
            assert answer.refusals == (() if refusal is None else (refusal,))
            assert answer.open == ()
            free = answers(LIFECYCLE, state, operation)
            assert set(answer.rows) <= set(free.rows)
            assert set(answer.refusals) <= set(free.refusals)
            for item in LIFECYCLE.rows_of(state, operation):
                assert guard_in(item.guard, state)(snapshot) == item.guard(snapshot)


def test_marks_are_shown_with_their_rows_in_every_format() -> None:
    for text in draw(door(), marks={"T4": "step 3", "T5": "never fired"}).texts().values():
        assert "[step 3]" in text.replace("\\", "")
        assert "[never fired]" in text.replace("\\", "")
    with pytest.raises(KeyError, match="T99"):
        draw(door(), marks={"T99": "?"})


# -- determinism and syntax ------------------------------------------------------------------------


def test_the_same_bytes_in_every_process() -> None:
    program = (
        "from hashlib import sha256; from fsm.diagrams import draw;"
        "from specs.lifecycle import LIFECYCLE;"
        "print(sha256(''.join(draw(LIFECYCLE).texts().values()).encode()).hexdigest())"
    )
    here = sha256("".join(draw(LIFECYCLE).texts().values()).encode()).hexdigest()
    for seed in ("0", "1", "4242"):
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
        assert done.stdout.strip() == here


HOSTILE = 'a "b" <i>c</i> & \\ | `d` *e* %% f; g: --> [*] #35; {h}'


def hostile() -> Machine:
    word = Enum("word", "none", HOSTILE)
    return Machine(
        HOSTILE, states=[HOSTILE, "end"], initial=HOSTILE, final=["end"], variables=[word],
        rows=[
            row(HOSTILE, HOSTILE, [HOSTILE], to="end", when=word == HOSTILE, why=HOSTILE),
            row(HOSTILE, "failed", [HOSTILE], does=[word.becomes(HOSTILE)], why=HOSTILE),
        ],
        otherwise=HOSTILE, describes={HOSTILE: HOSTILE},
    )  # fmt: skip


def test_no_name_can_break_a_format(tmp_path: Path) -> None:
    drawing = draw(hostile())
    assert "/" not in drawing.stem
    assert len(write(drawing, tmp_path, render=False).changed) == 3
    for line in drawing.mermaid.splitlines()[4:]:
        text = line.partition(" : ")[2] or line.partition('"')[2].partition('" as ')[0]
        assert not set(re.sub(r"#\d+;|<br/>", "", text)) & set('"<>#;:|`*{}[]%&\\')
    code = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
    bars = [
        len(re.findall(r"(?<!\\)\|", line))
        for line in drawing.table.splitlines()
        if line.startswith("|")
    ]
    assert set(bars) <= {3, 4, 5, 7, 9}, "a bar inside a cell would end it"
    assert "<i>" not in code.sub("", drawing.table)
    outside = re.sub(r'label=<.*>\]|label=<.*>$|"(?:[^"\\]|\\.)*"', "", drawing.dot, flags=re.M)
    assert "<" not in outside


@pytest.mark.parametrize("machine", [LIFECYCLE, door(), hostile()], ids=["lifecycle", "door", "x"])
def test_dot_source_is_balanced_markup(machine: Machine) -> None:
    """Graphviz reads HTML-like labels as XML; so does the standard library."""
    from xml.etree.ElementTree import fromstring

    labels = re.findall(r"label=<(.*)>\]?$", draw(machine).dot, flags=re.MULTILINE)
    assert len(labels) > len(machine.states)
    for label in labels:
        fromstring(f"<label>{label}</label>")


@pytest.mark.parametrize("machine", [LIFECYCLE, door(), hostile()], ids=["lifecycle", "door", "x"])
def test_graphviz_takes_the_source(machine: Machine) -> None:
    program = shutil.which("dot")
    if program is None:
        print("Graphviz is not installed: its own judgement was not asked")
        return
    done = subprocess.run(
        [program, "-Tcanon"],
        input=draw(machine).dot.encode(), capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")


# -- freshness -------------------------------------------------------------------------------------


def sealed(dot: str, rendered: str = "<svg>drawn</svg>\n") -> str:
    from fsm.diagrams import svg

    return svg._sealed(f"<?xml?>\n<!-- Generated at noon -->\n{rendered}", dot)


@pytest.fixture
def no_graphviz(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(dot: str) -> str:
        raise CannotRender("no SVG: missing")

    monkeypatch.setattr(files, "svg_text", missing)


@pytest.fixture
def graphviz_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "svg_text", sealed)


def names(found: tuple[Any, ...]) -> list[str]:
    return [item.path.name for item in found]


@pytest.mark.usefixtures("graphviz_at_hand")
def test_what_is_written_is_fresh_and_is_not_written_again(tmp_path: Path) -> None:
    drawing = draw(door())
    assert names(stale(drawing, tmp_path)) == ["door.dot", "door.mmd", "door.md", "door.svg"]
    assert len(write(drawing, tmp_path).changed) == 4
    assert stale(drawing, tmp_path) == ()
    again = write(drawing, tmp_path)
    assert (len(again.changed), len(again.unchanged)) == (0, 4)


@pytest.mark.usefixtures("graphviz_at_hand")
@pytest.mark.parametrize(
    ("changes", "old"),
    [
        (
            {"when": (key == "here") & (key != "away")},
            {"door.dot", "door.mmd", "door.md", "door.svg"},
        ),
        ({"effect": key.becomes("here")}, {"door.md"}),
        ({"why": "the wind"}, {"door.md"}),
        ({"meaning": "closed"}, {"door.dot", "door.mmd", "door.md", "door.svg"}),
    ],
    ids=["guard", "effect", "why", "meaning"],
)
def test_a_changed_declaration_makes_files_stale(
    tmp_path: Path, changes: dict[str, Any], old: set[str]
) -> None:
    write(draw(door()), tmp_path)
    changed = draw(door(**changes))
    assert set(names(stale(changed, tmp_path))) == old


@pytest.mark.usefixtures("graphviz_at_hand")
def test_an_svg_of_another_source_or_edited_is_stale(tmp_path: Path) -> None:
    drawing = draw(door())
    write(drawing, tmp_path)
    path = tmp_path / "door.svg"
    good = path.read_text()
    for bad in (
        good.replace("drawn", "redrawn"),
        sealed("digraph other {}"),
        "<svg>drawn</svg>\n",
        good.split("\n", 1)[1],
        good[:-4],
    ):
        path.write_text(bad)
        assert names(stale(drawing, tmp_path)) == ["door.svg"]
        assert stale(drawing, tmp_path, rendered=False) == ()
    write(drawing, tmp_path)
    assert path.read_text() == good


@pytest.mark.usefixtures("no_graphviz")
def test_without_graphviz_the_texts_are_written_and_a_note_says_why(tmp_path: Path) -> None:
    done = write(draw(door()), tmp_path)
    assert sorted(path.name for path in done.changed) == ["door.dot", "door.md", "door.mmd"]
    assert done.notes == ("no SVG: missing",)
    assert names(stale(draw(door()), tmp_path)) == ["door.svg"]


@pytest.mark.usefixtures("no_graphviz")
def test_an_svg_rendered_elsewhere_stays_as_it_is(tmp_path: Path) -> None:
    drawing = draw(door())
    (tmp_path / "door.svg").write_text(sealed(drawing.dot, "<svg>by another version</svg>\n"))
    done = write(drawing, tmp_path)
    assert done.notes == ()
    assert stale(drawing, tmp_path) == ()


def test_the_missing_part_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from fsm.diagrams import svg

    monkeypatch.setitem(sys.modules, "graphviz", None)
    with pytest.raises(CannotRender, match=r"turnstile-runtime\[diagrams\]"):
        svg.svg_text("digraph x {}")
    monkeypatch.undo()
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CannotRender, match="`dot` is not on the PATH"):
        svg.svg_text("digraph x {}")


def test_the_seal_names_no_version_and_no_day() -> None:
    dot = draw(door()).dot
    text = sealed(dot)
    assert "noon" not in text
    assert belongs(text, dot)
    assert not belongs(text, dot + " ")


def test_the_checked_in_drawing_of_the_lifecycle_is_fresh() -> None:
    assert stale(draw(LIFECYCLE), ROOT / "diagrams") == ()


# -- anybody's machine -----------------------------------------------------------------------------


def test_a_strangers_machine_is_drawn() -> None:
    stock = transitions.Machine(
        states=["solid", transitions.State("gas", final=True), "liquid"], initial="solid",
        transitions=[
            ["melt", "solid", "liquid"],
            ["boil", "liquid", "gas"],
            {"trigger": "heat", "source": "*", "dest": "gas", "conditions": "hot"},
        ],
        auto_transitions=False,
    )  # fmt: skip
    machine = read_machine(stock, "matter")
    text = every_text(machine)
    for word in (*machine.states, *machine.operations, "hot", "(final)"):
        assert word in text


def test_a_drawing_is_data() -> None:
    drawing = draw(door())
    assert drawing == draw(door())
    assert replace(drawing, stem="gate") == Drawing(
        "gate", drawing.dot, drawing.mermaid, drawing.table
    )
