"""How a command answers: data, notes, errors, and the end of a command that cannot go on.

Data goes to stdout, notes and errors to stderr; `--json` makes the data one JSON document. Colour
is for terminals and never there when NO_COLOR is set.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import click

from .. import exits

__all__ = ["document", "fail", "finding", "say"]


def say(text: str, *, err: bool = False) -> None:
    """Print `text`; its colours stay only on a terminal, and never when NO_COLOR is set."""
    click.echo(text, err=err, color=False if os.environ.get("NO_COLOR") else None)


def fail(message: str, exit_code: int) -> NoReturn:
    """End the command with `message` on stderr and this exit code."""
    say(f"{click.style('Error', fg='red')}: {message}", err=True)
    raise click.exceptions.Exit(exit_code)


@contextmanager
def finding() -> Iterator[None]:
    from ..errors import MachineError
    from ..targets import TargetError

    try:
        yield
    except TargetError as error:
        fail(str(error), exits.USAGE)
    except MachineError as error:
        fail(str(error), exits.VIOLATED)


def document(data: Any) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False)
