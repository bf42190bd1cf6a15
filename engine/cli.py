"""The command `turnstile`: what it is made of, and how every command ends.

What lives here: the list of commands and the one way errors become messages and exit codes. What
does not: what a command does (`commands/`, and `fsm/commands/` for those about machines).

Data goes to stdout, progress and errors to stderr, progress only to a terminal. `--json` prints one
JSON document, an error included. Exit codes are `fsm.exits`': 0 ok, 1 violated or artifact
rejected, 2 usage, 3 inconclusive, 4 environment, 5 a bug of ours, 130 interrupted.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Final

import click

from fsm.cli import COMMANDS, LazyGroup
from fsm.exits import BUG, ENVIRONMENT, INTERRUPTED, OK, USAGE

from .errors import TurnstileError

__all__ = ["cli", "main"]

_COMMANDS: Final = {
    **COMMANDS,
    "bench": "engine.commands.bench:bench",
    "demo": "engine.commands.demo:demo",
    "inspect": "engine.commands.inspection:inspect",
    "run": "engine.commands.run:run",
}


@click.group(
    cls=LazyGroup, places=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="turnstile-runtime", prog_name="turnstile")
def cli() -> None:
    """Run GGUF models behind a declared lifecycle, and work with the declaration.

    \b
      turnstile demo                              a model through its whole life
      turnstile run model.gguf --prompt "Hello"   text from a model
      turnstile explain generate --state Freed    what a call would do, and why
      turnstile draw --all                        diagrams and tables of every machine
    """  # noqa: D301


def main() -> None:
    """Run the command line and exit with its code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line; returns the exit code."""
    as_json = "--json" in arguments
    try:
        outcome = cli.main(arguments, prog_name="turnstile", standalone_mode=False)
        return outcome if isinstance(outcome, int) else OK
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return USAGE
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except TurnstileError as error:
        _tell(error, as_json)
        return error.fault.exit
    except SystemExit as error:
        # click turns a broken pipe into this exit: whoever read us has seen enough.
        if error.code != 1:
            raise
        _drop_output()
        return OK
    except OSError as error:
        # The data had nowhere to go, or the system gave no temporary place.
        _drop_output()
        click.echo(f"error: {error}", err=True)
        return ENVIRONMENT
    except ImportError as error:
        click.echo(f"error: {error}", err=True)
        return ENVIRONMENT
    except Exception as error:
        import traceback

        traceback.print_exc()
        click.echo(f"error: a bug in turnstile: {type(error).__name__}: {error}", err=True)
        return BUG


def _drop_output() -> None:
    """Let what is still buffered for stdout go nowhere: Python writes it once more at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell(error: TurnstileError, as_json: bool) -> None:
    if as_json:
        document = {
            "error": {
                "code": error.code,
                "slug": error.slug,
                "stage": error.stage,
                "message": error.message,
                "hint": error.hint,
                "evidence": error.evidence,
            }
        }
        click.echo(json.dumps(document, default=str))
        return
    where = f" at {error.stage}" if error.stage not in ("call", "internal") else ""
    text = f"error{where}: {error}\n  {error.hint}"
    if sys.stderr.isatty():
        from .commands.terminal import printable

        text = printable(text)
    click.echo(text, err=True)
