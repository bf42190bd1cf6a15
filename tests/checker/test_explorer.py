"""The explorer's page: one file, true to the graph, deaf to hostile names, alive in a browser."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from explorer_browser import CHROMIUM, Browser

from fsm import exits
from fsm.checker import Limits, Report, Trace, check
from fsm.checker.trace import shown
from fsm.commands.exploring import explore
from fsm.explorer import TraceRejected, content, page, read_trace
from fsm.explorer.assembly import SCRIPTS
from fsm.form import Form
from fsm.machine import Machine
from fsm.properties import F, always, ltl
from fsm.system import System, rule
from fsm.variables import Enum, Flag
from specs.classics.peterson import peterson
from specs.classics.philosophers import philosophers
from specs.classics.two_phase_commit import two_phase_commit
from specs.lifecycle import LIFECYCLE
from specs.loading import LOADING

ASSETS = Path(str(sys.modules["fsm.explorer"].__file__)).parent
HOSTILE = (
    "</script><script>document.body.dataset.taken='1'</script><img src=x onerror=\"x\"> & ' \u2028"
)


def hostile() -> System:
    """Return a system whose every name tries to be markup."""
    word = Enum(f"w{HOSTILE}", HOSTILE, "calm")
    return System(
        HOSTILE,
        variables=[word],
        control=[word],
        rules=[rule("go", HOSTILE, when=word == HOSTILE, does=[word.becomes("calm")]),
               rule("back", HOSTILE, when=word == "calm", does=[word.becomes(HOSTILE)])],
        properties=[always(HOSTILE, word == HOSTILE, HOSTILE)],
    )  # fmt: skip


def swinging() -> System:
    """Return a door that swings for ever, so that what it should come to is refuted by a lasso."""
    door, locked = Flag("door"), Flag("locked")
    return System(
        "door",
        variables=[door, locked],
        rules=[
            rule("arrive", when=~locked & ~door, does=[door.sets()]),
            rule("close", when=door, does=[door.clears()]),
            rule("lock", when=~door & ~locked, does=[locked.sets()]),
            rule("unlock", when=locked, does=[locked.clears()]),
        ],
        properties=[ltl("it is locked at last", F(locked))],
    )


def data_of(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data"[^>]*>(.*?)</script>', text)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


# -- one file --------------------------------------------------------------------------------------


def test_the_page_is_one_file_that_refers_to_nothing() -> None:
    text = page(check(LIFECYCLE), machine=LIFECYCLE, target="lifecycle")
    assert not re.search(r"https?:|//\w+\.\w+/", text)
    assert re.findall(r"\b(?:src|href|action)\s*=\s*[\"']([^\"']*)", text) == ["#"]
    assert not re.search(r"@import|url\(\s*[\"']?(?!#)|\bimport\s*\(|fetch\(|XMLHttp", text)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; ")
    assert "unsafe" not in policy[1]


def test_the_scripts_write_text_and_never_markup() -> None:
    for name in SCRIPTS:
        script = (ASSETS / name).read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(", script)
        assert "</script" not in script
        assert len(script.splitlines()) <= 400


def test_the_same_model_gives_the_same_bytes_in_every_process() -> None:
    program = (
        "import sys; from fsm.checker import check; from fsm.explorer import page; "
        "from specs.lifecycle import LIFECYCLE; "
        "sys.stdout.write(page(check(LIFECYCLE), machine=LIFECYCLE))"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, check=True, timeout=120,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert texts == {page(check(LIFECYCLE), machine=LIFECYCLE).encode()}


# -- true to the graph -----------------------------------------------------------------------------


def valuations(data: dict[str, Any]) -> list[tuple[str, ...]]:
    columns = [[slot["values"][at] for at in slot["column"]] for slot in data["slots"]]
    return list(zip(*columns, strict=True))


def edges(data: dict[str, Any]) -> Iterator[tuple[int, int, int]]:
    place = 0
    for source, degree in enumerate(data["degrees"]):
        for edge in range(place, place + degree):
            yield source, data["taken"][edge], data["targets"][edge]
        place += degree


def expected(form: Form) -> set[tuple[tuple[str, ...], int, tuple[str, ...]]]:
    numbers = {command: number for number, command in enumerate(form.commands)}
    return {
        (tuple(map(shown, before)), numbers[command], tuple(map(shown, after)))
        for before in form.reachable()
        for command, after in form.successors(before)
    }


@pytest.mark.parametrize(
    "model",
    [LIFECYCLE, LOADING, philosophers(3), two_phase_commit(2), peterson(2), swinging()],
    ids=lambda model: model.name,
)
def test_the_page_holds_exactly_the_graph(model: Machine | System) -> None:
    form = model.bind()
    report = check(form)
    data = content(report)
    states = valuations(data)
    assert (len(states), data["count"], data["beyond"]) == (report.states, report.states, 0)
    assert set(states) == {tuple(map(shown, one)) for one in form.reachable()}
    found = [(states[source], command, states[target]) for source, command, target in edges(data)]
    assert len(found) == len(set(found))
    assert set(found) == expected(form)
    assert data["found"]["edges"] == report.search.graph.edges
    assert [states[number] for number in range(data["initial"])] == [
        tuple(map(shown, one)) for one in form.initial
    ]


def test_traces_are_walks_of_the_page_that_end_where_the_findings_say() -> None:
    report = check(philosophers(3))
    data = content(report)
    listed = list(edges(data))
    for finding, told in zip(report.findings, data["findings"], strict=True):
        assert (told["trace"] < 0) == (finding.trace is None)
        if finding.trace is None:
            continue
        way = data["traces"][told["trace"]]
        state = way["start"]
        for step, place in zip(finding.trace.steps, way["steps"], strict=True):
            _, command, state = [edge for edge in listed if edge[0] == state][place]
            assert data["commands"][command]["label"] == step.label
        assert valuations(data)[state] == tuple(map(shown, finding.trace.end.values()))


def test_refusals_are_those_of_the_machine() -> None:
    data = content(check(LIFECYCLE), machine=LIFECYCLE)
    refused = data["refused"]
    form = LIFECYCLE.bind()
    by_values = {tuple(map(shown, one)): form.snapshot(one) for one in form.reachable()}
    for number, values in enumerate(valuations(data)):
        snapshot = by_values[values]
        listed = [refused["kinds"][kind][:2] for kind in refused["sets"][refused["of"][number]]]
        if LIFECYCLE.opened(snapshot)[0] is None:
            assert listed == [
                [operation, refusal.slug]
                for operation in LIFECYCLE.operations
                if (refusal := LIFECYCLE.refusal(snapshot, operation)) is not None
            ]
        else:
            assert listed == []


# -- what does not fit -----------------------------------------------------------------------------


def test_what_is_cut_is_counted_and_every_trace_is_kept() -> None:
    report = check(philosophers(5))
    data = content(report, states_max=20)
    assert (data["nearest"], data["found"]["states"]) == (20, report.states)
    assert data["beyond"] == sum(target < 0 for _, _, target in edges(data)) > 0
    assert len(set(valuations(data))) == data["count"] > 20
    (deadlock,) = (way for way in data["traces"] if way["name"] == "deadlock")
    assert len(deadlock["steps"]) == 5


def test_a_page_is_bounded_by_its_numbers_too() -> None:
    report = check(philosophers(5))
    data = content(report, numbers_max=2_000)
    slots = len(data["slots"])
    held = sum(slots + 2 * degree for degree in data["degrees"][: data["nearest"]])
    assert held <= 2_000 < held + slots + 2 * data["degrees"][data["nearest"]] + slots * 40
    assert data["nearest"] < report.states


def test_a_truncated_search_is_shown_as_far_as_it_went() -> None:
    report = check(philosophers(5), limits=Limits(states=50))
    data = content(report)
    assert data["limit"] == "states: 50"
    assert data["verdict"] == "INCONCLUSIVE"
    assert data["count"] == report.states
    assert data["beyond"] > 0


# -- hostile names ---------------------------------------------------------------------------------


def test_hostile_names_end_no_script_and_open_no_tag() -> None:
    text = page(check(hostile()), target=HOSTILE)
    assert text.count("</script>") == 2
    assert "<img" not in text
    data = data_of(text)
    assert data["model"] == HOSTILE
    assert HOSTILE in data["slots"][0]["values"]
    assert text[text.index('id="data"') :].partition("</script>")[0].isascii()


# -- a trace from a file ---------------------------------------------------------------------------


def deadlock(report: Report) -> Trace:
    trace = report.finding("deadlock").trace
    assert trace is not None
    return trace


def test_a_saved_trace_is_read_back() -> None:
    report = check(philosophers(3))
    trace = deadlock(report)
    again = read_trace(trace.dumps(), philosophers(3).bind())
    data = content(report, traces={"mine.json": again}, opened="mine.json")
    assert data["traces"][data["opened"]] == {
        **data["traces"][0], "kind": "given", "name": "mine.json", "finding": -1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda saved: "{", "it is no JSON"),
        (lambda saved: "[]", "it is JSON but no trace"),
        (lambda saved: json.dumps({**saved, "start": {"door": 1}}), "it is a trace of philoso"),
        (lambda saved: json.dumps({**saved, "start": saved["steps"][0]["after"]}), "not start"),
        (lambda saved: json.dumps({**saved, "steps": saved["steps"][1:]}), "step 1, .* is no step"),
        (lambda saved: json.dumps({**saved, "loop": 0}), "does not lead back"),
    ],
)  # fmt: skip
def test_a_trace_that_is_none_of_the_model_is_refused(change: Any, complaint: str) -> None:
    saved = deadlock(check(philosophers(3))).to_json()
    with pytest.raises(TraceRejected, match=complaint):
        read_trace(change(saved), philosophers(3).bind())


# -- the command -----------------------------------------------------------------------------------

PHILOSOPHERS = "specs.classics.philosophers:philosophers(seats=3)"


def turnstile(*words: str) -> Result:
    return CliRunner().invoke(explore, words, catch_exceptions=False)


def test_the_command_writes_the_page_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = turnstile("lifecycle")
    assert done.exit_code == exits.OK
    assert re.fullmatch(r"written lifecycle\.html, \d+\.\d KiB: HOLDS, 81 states\n", done.stdout)
    expected = page(check(LIFECYCLE), machine=LIFECYCLE, target="lifecycle")
    assert (tmp_path / "lifecycle.html").read_text(encoding="utf-8") == expected


def test_the_command_answers_as_json_and_bounds_the_search(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "page.html"
    done = turnstile(PHILOSOPHERS, "--out", str(out), "--max-states", "10", "--json")
    answer = json.loads(done.stdout)
    assert answer["verdict"] == "INCONCLUSIVE"
    assert answer["limit"] == "states: 10"
    assert answer["bytes"] == out.stat().st_size


def test_the_command_opens_at_a_property_or_a_trace(tmp_path: Path) -> None:
    out, saved = tmp_path / "page.html", tmp_path / "found.json"
    saved.write_text(deadlock(check(philosophers(3))).dumps(), encoding="utf-8")
    assert turnstile(PHILOSOPHERS, "--out", str(out), "--property", "deadlock").exit_code == 0
    data = data_of(out.read_text(encoding="utf-8"))
    assert data["traces"][data["opened"]]["name"] == "deadlock"
    assert turnstile(PHILOSOPHERS, "--out", str(out), "--trace", str(saved)).exit_code == 0
    data = data_of(out.read_text(encoding="utf-8"))
    assert data["traces"][data["opened"]]["name"] == "found.json"


def test_the_command_complains_in_a_line(tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "page.html"))
    wrong = turnstile(PHILOSOPHERS, *out, "--property", "nonsense")
    assert wrong.exit_code == exits.USAGE
    assert "'nonsense' is unknown in philosophers 3" in wrong.stderr
    without = turnstile(PHILOSOPHERS, *out, "--property", "neighbours never eat together")
    assert without.exit_code == exits.USAGE
    assert "has no trace" in without.stderr
    saved = tmp_path / "found.json"
    saved.write_text("{", encoding="utf-8")
    assert turnstile(PHILOSOPHERS, *out, "--trace", str(saved)).exit_code == exits.VIOLATED
    assert turnstile("no.such.module:X", *out).exit_code == exits.USAGE
    blocked = turnstile(PHILOSOPHERS, "--out", str(saved / "page.html"))
    assert blocked.exit_code == exits.ENVIRONMENT
    assert not (tmp_path / "page.html").exists()


# -- in a browser ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (apt install chromium)")
    with Browser(tmp_path_factory.mktemp("profile")) as running:
        yield running


def shown_at(browser: Browser) -> dict[str, str]:
    found: dict[str, str] = browser.run("({...document.body.dataset})")
    return found


def texts(browser: Browser, selector: str) -> list[str]:
    found: list[str] = browser.run(
        f"[...document.querySelectorAll({json.dumps(selector)})].map((one) => one.textContent)"
    )
    return found


def opened(browser: Browser, place: Path, text: str, link: str = "") -> str:
    path = place / "page.html"
    path.write_text(text, encoding="utf-8")
    browser.said.clear()
    browser.open(path.as_uri() + link)
    return path.as_uri()


def test_a_behaviour_is_clicked_through_and_its_link_restores_it(
    browser: Browser, tmp_path: Path
) -> None:
    address = opened(browser, tmp_path, page(check(LIFECYCLE), machine=LIFECYCLE))
    assert shown_at(browser) == {"state": "0", "at": "0", "steps": "0"}
    assert texts(browser, "#state-title .control") == ["Uninitialized"]
    assert len(texts(browser, "#graph .node")) == 81
    for _ in range(3):
        browser.click("#steps .change")
    assert shown_at(browser)["at"] == "3"
    changed = texts(browser, "#variables tr.changed td:nth-child(2)")
    assert changed
    browser.click("#back")
    before = shown_at(browser)
    link = browser.run("location.hash")
    assert re.fullmatch(r"#s=0&p=\d+\.\d+\.\d+&at=2&v=[0-9a-f]{8}", link)
    browser.open(address + link)
    assert shown_at(browser) == before
    assert shown_at(browser)["steps"] == "3"
    browser.click("#on")
    assert texts(browser, "#variables tr.changed td:nth-child(2)") == changed
    assert len(texts(browser, "#history li")) == 4
    assert browser.said == []


def test_a_counterexample_is_loaded_and_walked_by_keys(browser: Browser, tmp_path: Path) -> None:
    address = opened(browser, tmp_path, page(check(philosophers(3))))
    browser.click("[data-trace='0']")
    assert shown_at(browser) == {"state": "0", "at": "0", "steps": "3"}
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "End"):
        browser.press(key)
    assert texts(browser, "#state-title .badge") == ["dead end"]
    assert texts(browser, "#steps-title") == ["No step from here"]
    assert browser.run("location.hash").startswith("#trace=0&at=3")
    browser.press("Home")
    browser.press("ArrowDown")
    browser.press("Enter")
    assert shown_at(browser)["at"] == "1"
    browser.open(f"{address}#trace=0&at=3")
    assert texts(browser, "#state-title .badge") == ["dead end"]
    assert browser.said == []


def test_states_are_found_and_reached_by_a_shortest_way(browser: Browser, tmp_path: Path) -> None:
    report = check(philosophers(3))
    address = opened(browser, tmp_path, page(report))

    def search(query: str) -> list[str]:
        browser.run(
            "(() => { const query = document.getElementById('query'); "
            f"query.value = {json.dumps(query)}; "
            "query.dispatchEvent(new Event('input', {bubbles: true})); })()"
        )
        return texts(browser, "#states .tag")

    eating = search("philosopher0=eats fork2!=yes")
    assert eating
    form = report.search.model.form
    snapshots = [form.snapshot(report.search.valuation(state)) for state in range(report.states)]
    assert eating == [
        f"#{state}" for state, one in enumerate(snapshots)
        if one["philosopher0"] == "eats" and not one["fork2"]
    ]  # fmt: skip
    assert search("nobody=1") != []
    assert texts(browser, "#query-error")[0].startswith("no variable nobody")
    search("")
    browser.click("#dead")
    (stuck,) = texts(browser, "#states .tag")
    browser.click("#states button")
    assert shown_at(browser)["at"] == "3"
    for state in (7, 25):
        browser.open(f"{address}#state={state}")
        assert shown_at(browser)["at"] == str(report.search.level(state))
    browser.open(address)
    browser.click(f"#graph [data-state='{stuck[1:]}']")
    assert (shown_at(browser)["state"], shown_at(browser)["at"]) == (stuck[1:], "3")
    assert browser.said == []


def test_a_lasso_goes_round(browser: Browser, tmp_path: Path) -> None:
    report = check(swinging())
    trace = report.finding("it is locked at last").trace
    assert trace is not None
    assert trace.loop is not None
    data = content(report)
    number = next(item["trace"] for item in data["findings"] if item["kind"] == "promise")
    opened(browser, tmp_path, page(report), f"#trace={number}")
    for _ in range(len(trace) + 1):
        browser.click("#on")
    assert shown_at(browser)["at"] == str(trace.loop + 1)
    assert len(texts(browser, ".loop")) == 1


def test_links_that_do_not_fit_are_told_and_nothing_breaks(
    browser: Browser, tmp_path: Path
) -> None:
    address = opened(browser, tmp_path, page(check(philosophers(3))))
    for link in ("#s=99999", "#s=0&p=77", "#trace=9", "#s=x", "#nonsense", "#s=0&p=a.b"):
        browser.open(address + link)
        assert shown_at(browser) == {"state": "0", "at": "0", "steps": "0"}
        (told,) = texts(browser, "#notes .note")
        assert told.startswith("The link does not fit this page")
    browser.open(f"{address}#state=5&v=00000000")
    assert shown_at(browser)["state"] == "5"
    (told,) = texts(browser, "#notes .note")
    assert "another version" in told
    assert browser.said == []


def test_hostile_names_are_only_text(browser: Browser, tmp_path: Path) -> None:
    opened(browser, tmp_path, page(check(hostile()), target=HOSTILE))
    browser.click("#steps button")
    browser.run("document.getElementById('by-value').open = true")
    assert "taken" not in shown_at(browser)
    assert texts(browser, "h1") == [HOSTILE]
    assert browser.run("document.images.length + document.scripts.length") == 2
    assert browser.said == []


def test_a_page_says_what_it_does_not_hold(browser: Browser, tmp_path: Path) -> None:
    opened(browser, tmp_path, page(check(philosophers(5)), states_max=20, opened="deadlock"))
    (told,) = texts(browser, "#notes .note")
    assert told.startswith("This page holds the 20 states nearest to the start, of 242")
    browser.press("End")
    assert texts(browser, "#state-title .badge") == ["dead end"]
    assert browser.said == []


def test_groups_and_neighbours_are_drawn(browser: Browser, tmp_path: Path) -> None:
    opened(browser, tmp_path, page(check(LIFECYCLE), machine=LIFECYCLE), "#state=20")
    choose = "(() => { const draw = document.getElementById('draw'); draw.value = '{}'; "
    choose += "draw.dispatchEvent(new Event('change')); })()"
    browser.run(choose.replace("{}", "groups"))
    nodes = texts(browser, "#graph .node .tag")
    assert len(nodes) == 6
    assert sum(int(node.split()[0]) for node in nodes) == 81
    browser.run(choose.replace("{}", "near"))
    assert 1 < len(texts(browser, "#graph .node")) <= 60
    assert browser.said == []
