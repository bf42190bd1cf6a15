"""Admission: does this file hold a model that can be run here?

What lives here: the comparison of a parsed header with what an architecture declares and what
kernels can run, and the Blueprint that comes out. What does not: parsing, the declarations
themselves, vocabularies (`tokenizers/`), and any allocation.

Every number used here was bounded when it was read, and every tensor's size is bounded by the
file that holds it, so what a Blueprint asks for can be computed before anything is allocated.
A refusal names the thing, what was expected and what was found; what is merely not supported is
refused by its name with the list of what is, never reported as damage.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from .architectures import ARCHITECTURES, Architecture, Keys, Need
from .errors import LoadError
from .gguf import Header, TensorInfo
from .kernels import REFERENCE, Kernels
from .lifetimes import Config, Weights, Workspace, resize, workspace_bytes
from .operations import Program

__all__ = ["Blueprint", "admit"]

_LISTED_MAX = 8


@dataclass(frozen=True, slots=True)
class Blueprint:
    """An admitted model before it has any memory: what to allocate, and how much that is."""

    config: Config
    program: Program
    tensors: tuple[TensorInfo, ...]
    kernels: Kernels

    def with_context(self, n_ctx: int | None) -> Blueprint:
        """Return the same model with another context; LoadError `allocation.context`."""
        return replace(self, config=resize(self.config, n_ctx))

    def size_bytes(self) -> dict[str, int]:
        """Return what `prepare` and `allocate` will take, by buffer."""
        weights = sum(self.kernels.prepared_bytes(info) for info in self.tensors)
        buffers = workspace_bytes(self.config, self.program, self.kernels.tile)
        return {"weights": weights, **buffers}

    def prepare(
        self,
        tensor_bytes: Callable[[str], npt.NDArray[np.uint8]],
        poll: Callable[[], None] = lambda: None,
    ) -> Weights:
        """Return the weights over a file's bytes. `poll` is called often, and may raise."""
        tensors = {}
        for info in self.tensors:
            poll()
            tensors[info.name] = self.kernels.prepare(info, tensor_bytes(info.name), poll)
        owned_bytes = sum(self.kernels.prepared_bytes(info) for info in self.tensors)
        return Weights(self.program, self.kernels, tensors, owned_bytes)

    def allocate(self) -> Workspace:
        """Return a zeroed workspace whose pages exist; MemoryError if there are not enough."""
        return Workspace(self.config, self.program, self.kernels.tile)


def admit(header: Header, kernels: Kernels = REFERENCE) -> Blueprint:
    """Return the blueprint of the model in a file, or raise the LoadError that says why not."""
    architecture = _architecture(header)
    config = architecture.configure(Keys(header, architecture.NAME))
    needs = {need.name: need for need in architecture.needs(config)}
    _refuse_missing(header, needs)
    _refuse_extra(header, needs)
    for info in header.tensors.values():
        _check_shape(info, needs[info.name])
        _check_type(info, kernels)
    program = architecture.program(config, frozenset(header.tensors))
    return Blueprint(config, program, tuple(header.tensors.values()), kernels)


def _architecture(header: Header) -> Architecture:
    key = "general.architecture"
    name = header.text(key)
    architecture = ARCHITECTURES.get(name)
    if architecture is None:
        known = sorted(ARCHITECTURES)
        raise LoadError(
            "tensor.architecture",
            f"architecture {name!r} is not supported; supported are {', '.join(known)}",
            evidence={"key": key, "expected": known, "found": name},
        )
    return architecture


def _refuse_missing(header: Header, needs: dict[str, Need]) -> None:
    missing = [
        name for name, need in needs.items() if not need.optional and name not in header.tensors
    ]
    if missing:
        raise LoadError(
            "tensor.missing",
            f"{len(missing)} needed tensors are missing: {_list(missing)}",
            evidence={
                "name": missing[0],
                "expected": list(needs[missing[0]].shape),
                "found": "absent",
                "count": len(missing),
            },
        )


def _refuse_extra(header: Header, needs: dict[str, Need]) -> None:
    extra = [name for name in header.tensors if name not in needs]
    if extra:
        raise LoadError(
            "tensor.extra",
            f"{len(extra)} tensors have no use in this architecture: {_list(extra)}",
            evidence={
                "name": extra[0],
                "expected": "absent",
                "found": list(header.tensors[extra[0]].numpy_shape),
                "count": len(extra),
            },
        )


def _check_shape(info: TensorInfo, need: Need) -> None:
    if info.numpy_shape != need.shape:
        raise LoadError(
            "tensor.shape",
            f"tensor {info.name} is {_extents(info.numpy_shape)}, rows first; "
            f"the hyperparameters make it {_extents(need.shape)}",
            evidence={
                "name": info.name,
                "expected": list(need.shape),
                "found": list(info.numpy_shape),
            },
        )


def _check_type(info: TensorInfo, kernels: Kernels) -> None:
    if info.type not in kernels.types:
        known = [kind.name for kind in sorted(kernels.types)]
        raise LoadError(
            "tensor.type",
            f"tensor {info.name} is {info.type.name}, which {kernels.name} kernels do not run; "
            f"they run {', '.join(known)}",
            evidence={"name": info.name, "expected": known, "found": info.type.name},
        )


def _extents(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape))


def _list(names: list[str]) -> str:
    more = len(names) - _LISTED_MAX
    return ", ".join(names[:_LISTED_MAX]) + (f" and {more} more" if more > 0 else "")
