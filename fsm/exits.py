"""The exit codes of every command: what a script may rely on."""

from __future__ import annotations

from typing import Final

__all__ = ["BUG", "ENVIRONMENT", "INCONCLUSIVE", "INTERRUPTED", "OK", "USAGE", "VIOLATED"]

OK: Final = 0
VIOLATED: Final = 1  # a property is violated, a file is stale, a declaration contradicts itself
USAGE: Final = 2
INCONCLUSIVE: Final = 3
ENVIRONMENT: Final = 4
BUG: Final = 5
INTERRUPTED: Final = 130
