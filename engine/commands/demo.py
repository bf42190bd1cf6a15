"""`turnstile demo`: a model through its whole life, every state named as it is entered."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from fsm import Transition

from ..errors import TurnstileError
from ..runtime import Runtime
from ..synthetic import TINY, write_model
from .terminal import printable

__all__ = ["demo"]

PROMPT = "which way"
MAX_TOKENS = 12


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document: every step in order.")
def demo(as_json: bool) -> None:
    """Load a small model, generate, survive a damaged replacement, go on, free it.

    The model is made up on the spot: its weights are random, so its words are real and its
    sentences are not.
    """
    say: Callable[[str], None] = (lambda _: None) if as_json else click.echo
    with tempfile.TemporaryDirectory(prefix="turnstile-demo-") as place, Runtime() as runtime:
        steps: list[Transition] = []
        say(f"  {runtime.state}: {runtime.state.meaning}")

        def entered(step: Transition) -> None:
            steps.append(step)
            if step.source != step.target:
                say(f"  {step.target}: {runtime.state.meaning}")

        runtime.watch(entered)
        good = write_model(Path(place) / "good.gguf", TINY)
        damaged = Path(place) / "damaged.gguf"
        damaged.write_bytes(good.read_bytes()[:-4096])
        _life(runtime, good, damaged, say)
        if as_json:
            click.echo(json.dumps([_row(step) for step in steps]))


def _life(runtime: Runtime, good: Path, damaged: Path, say: Callable[[str], None]) -> None:
    say("\ninit_runtime()")
    runtime.init_runtime()
    say(f"\nload_model({good.name!r})")
    runtime.load_model(good)
    say(f"\ngenerate({PROMPT!r}), then generate_next_token() until it is finished")
    first = "".join(runtime.stream(PROMPT, max_tokens=MAX_TOKENS))
    say(f"  text: {printable(first)!r}")
    say(f"\nload_model({damaged.name!r}): the same file with its last 4 KiB cut off")
    try:
        runtime.load_model(damaged)
    except TurnstileError as error:
        say(f"  failed at {error.stage}: {error}\n  way out: {error.hint}")
    say("\ngenerate() now")
    try:
        runtime.generate(PROMPT)
    except TurnstileError as error:
        say(f"  {error}")
    say("\nreset(): the failure is acknowledged, the model that was resident goes on")
    runtime.reset()
    second = "".join(runtime.stream(PROMPT, max_tokens=MAX_TOKENS))
    say(f"  text: {printable(second)!r}")
    say(f"  the same text as before the damaged load: {'yes' if first == second else 'NO'}")
    say("\nfree()")
    runtime.free()


def _row(step: Transition) -> dict[str, object]:
    return {
        "sequence": step.sequence,
        "operation": step.operation,
        "outcome": step.outcome,
        "row": step.row,
        "from": step.source,
        "to": step.target,
        "error": None if step.error is None else str(step.error),
    }
