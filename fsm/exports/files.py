"""The files of an export, by name."""

from __future__ import annotations

from ..form import Form
from .names import module_name
from .prism import prism_texts
from .promela import promela_text
from .tla import tla_texts

__all__ = ["files"]


def files(form: Form) -> dict[str, str]:
    """Return every file of `form` by its name: Promela, TLA+ and PRISM."""
    return {
        f"{module_name(form)}.pml": promela_text(form),
        **tla_texts(form),
        **prism_texts(form),
    }
