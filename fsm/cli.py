"""The command line about machines: which commands there are.

What lives here: the list of commands, each in a file of its own (`commands/`), and the group that
imports one only when it is called, because `turnstile --help` must be quick. The project's own
program adds commands of its own to the list.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final

import click

__all__ = ["COMMANDS", "LazyGroup", "cli"]

COMMANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "check": "fsm.commands.checking:check",
        "draw": "fsm.commands.drawing:draw",
        "explain": "fsm.commands.explaining:explain",
        "explore": "fsm.commands.exploring:explore",
        "export": "fsm.commands.exporting:export",
        "simulate": "fsm.commands.simulating:simulate",
    }
)
"""Every command about machines, and where it lives."""


class LazyGroup(click.Group):
    """A group that imports a command when it is needed."""

    def __init__(self, *args: Any, places: Mapping[str, str] = COMMANDS, **kwargs: Any) -> None:
        """Make a group of the commands at `places`: name to `module:attribute`."""
        super().__init__(*args, **kwargs)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, sorted."""
        return sorted(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command; None where there is none of this name."""
        place = self._places.get(cmd_name)
        if place is None:
            return None
        module, name = place.split(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=LazyGroup)
def cli() -> None:
    """Work with declared machines."""
