"""`turnstile run`: text from a model."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from time import perf_counter

import click

from ..runtime import Runtime
from .terminal import loading_bar, printable

__all__ = ["run"]


@click.command()
@click.argument("model", type=click.Path())
@click.option("--prompt", required=True, help="Text to continue; - reads it from stdin.")
@click.option(
    "--max-tokens", type=int, default=128, show_default=True, help="Stop after this many."
)
@click.option("--temperature", type=float, default=0.0, show_default=True, help="0 is greedy.")
@click.option("--seed", type=int, default=0, show_default=True, help="Same seed, same text.")
@click.option(
    "--n-ctx", type=int, help="Context positions; default: the model's own, at most 4096."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of the stream.")
def run(
    model: str,
    prompt: str,
    max_tokens: int,
    temperature: float,
    seed: int,
    n_ctx: int | None,
    as_json: bool,
) -> None:
    """Load MODEL and continue a prompt; the text streams to stdout.

    \b
      turnstile run model.gguf --prompt "Once upon a time" --max-tokens 40
      echo "Dear all," | turnstile run model.gguf --prompt - --seed 7 --json
    """  # noqa: D301
    text = _read() if prompt == "-" else prompt
    with Runtime() as runtime:
        runtime.set_sampling(temperature=temperature, seed=seed)
        started_s = perf_counter()
        with loading_bar() as report:
            runtime.load_model(model, n_ctx=n_ctx, report=report)
        loaded_s = perf_counter()
        with runtime.stream(text, max_tokens=max_tokens) as stream:
            for piece in stream:
                if not as_json:
                    click.echo(printable(piece) if sys.stdout.isatty() else piece, nl=False)
        result = stream.result
        assert result is not None, "a stream that is through has its result"
        if as_json:
            document = {
                **{key: value for key, value in asdict(result).items() if key != "serial"},
                "model": model,
                "settings": asdict(runtime.settings) if runtime.settings else None,
                "load_s": loaded_s - started_s,
                "run_s": perf_counter() - loaded_s,
            }
            click.echo(json.dumps(document))
        else:
            click.echo()


def _read() -> str:
    # What is no UTF-8 becomes surrogates, as in arguments: the prompt is then refused by name.
    return sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
