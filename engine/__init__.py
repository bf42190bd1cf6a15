"""GGUF in, tokens out, every call gated by the declared lifecycle.

    from engine import Runtime

    with Runtime() as rt:
        rt.load_model("model.gguf")
        for piece in rt.stream("Once upon a time", max_tokens=40):
            print(piece, end="")

The names below are the public ones; each is imported when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .contents import FailureRecord, Result, Step
    from .errors import (
        Cancelled,
        GenerationError,
        InternalError,
        LoadError,
        PromptError,
        Refused,
        SettingsError,
        TurnstileError,
        Unavailable,
    )
    from .evaluation import logits
    from .load import Progress, StagedModel
    from .load import stage_model as stage
    from .runtime import Diagnostics, Runtime, State
    from .sampling import Settings
    from .streams import Stream
    from .tokenizers import Tokenizer

__all__ = [
    "Cancelled",
    "Diagnostics",
    "FailureRecord",
    "GenerationError",
    "InternalError",
    "LoadError",
    "Progress",
    "PromptError",
    "Refused",
    "Result",
    "Runtime",
    "Settings",
    "SettingsError",
    "StagedModel",
    "State",
    "Step",
    "Stream",
    "Tokenizer",
    "TurnstileError",
    "Unavailable",
    "logits",
    "stage",
]

_HOMES = {
    "contents": ("FailureRecord", "Result", "Step"),
    "errors": (
        "Cancelled",
        "GenerationError",
        "InternalError",
        "LoadError",
        "PromptError",
        "Refused",
        "SettingsError",
        "TurnstileError",
        "Unavailable",
    ),
    "evaluation": ("logits",),
    "load": ("Progress", "StagedModel", "stage"),
    "runtime": ("Diagnostics", "Runtime", "State"),
    "sampling": ("Settings",),
    "streams": ("Stream",),
    "tokenizers": ("Tokenizer",),
}


def _refuse_strangers() -> None:
    """Raise ImportError when another package stands where ours should be found."""
    from importlib.util import find_spec
    from os.path import dirname, join, realpath

    home = dirname(dirname(realpath(__file__)))
    for name in ("fsm", "specs"):
        spec = find_spec(name)
        found = None if spec is None else spec.origin
        if found is None or realpath(found) != realpath(join(home, name, "__init__.py")):
            raise ImportError(
                f"another package called {name!r} shadows Turnstile's: "
                f"{found or 'nothing'} is found instead of {join(home, name)}"
            )


_refuse_strangers()
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f".{home}", __name__), "stage_model" if name == "stage" else name)
    globals()[name] = value
    return value
