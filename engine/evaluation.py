"""Evaluation: tokens in, logits out, over weights, a workspace and a request.

What lives here: cutting tokens into the kernels' tiles, keeping the workspace's counts true, the
checks of a prompt, and the two moves a request makes: `prefill` once, then `next_token` again and
again. What does not: arithmetic (`kernels/`), choosing a token (`sampling.py`), and who may call
this now.

Whatever is raised in here, `used` and `touched` tell the truth: drop the request, clear the
workspace, and nothing of it remains.
"""

from __future__ import annotations

import operator
import os
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from .errors import PromptError, SettingsError, shown
from .kernels import Poll
from .lifetimes import RequestState, Weights, Workspace
from .sampling import pick

__all__ = ["check_prompt", "extend", "logits", "next_token", "prefill"]

Floats = npt.NDArray[np.float32]

MODES = ("exact",)
"""Arithmetic that can be asked for: exact is dequantized weights and float32 activations."""


def check_prompt(token_ids: Sequence[int], *, vocab_count: int, capacity: int) -> tuple[int, ...]:
    """Return a prompt's token ids as plain ints, or raise the PromptError that says why not."""
    try:
        tokens = tuple(_index(token) for token in token_ids)
    except TypeError as error:
        raise PromptError(
            "prompt.value",
            f"a prompt is text or a sequence of whole numbers: {error}",
            evidence={"expected": "token ids", "found": type(token_ids).__name__},
        ) from error
    if not tokens:
        raise PromptError(
            "prompt.empty",
            "the prompt has no tokens",
            evidence={"expected": f"1 to {capacity}", "found": 0},
        )
    if len(tokens) > capacity:
        raise PromptError(
            "prompt.too-long",
            f"the prompt has {len(tokens)} tokens; the context holds {capacity}",
            evidence={"expected": f"1 to {capacity}", "found": len(tokens)},
        )
    for position, token in enumerate(tokens):
        if not 0 <= token < vocab_count:
            raise PromptError(
                "prompt.unknown-token",
                f"token {shown(token)} at position {position} is not in the vocabulary of "
                f"{vocab_count}",
                evidence={
                    "position": position,
                    "expected": f"0 to {vocab_count - 1}",
                    "found": shown(token),
                },
            )
    return tokens


def _index(token: object) -> int:
    if isinstance(token, bool | str | np.bool_):
        raise TypeError(f"{shown(token)} is no token id")
    return operator.index(token)  # type: ignore[arg-type]


def extend(
    weights: Weights,
    workspace: Workspace,
    tokens: Sequence[int],
    poll: Poll,
    *,
    each: Callable[[Floats], None] | None = None,
) -> None:
    """Evaluate tokens at the positions after `workspace.used`, and raise that tile by tile.

    The last token's logits are in `workspace.logits` afterwards. `each`, if given, is called with
    the logits of every tile's tokens: [tokens of the tile, vocab], valid during the call. The
    caller has checked that the tokens are in the vocabulary and fit into the context.
    """
    assert workspace.used + len(tokens) <= workspace.capacity, "the caller checks the capacity"
    for some, last in _tiles(tokens, workspace.used, weights.kernels.tile):
        start = workspace.used
        end = start + len(some)
        workspace.touched = max(workspace.touched, end)
        head = last or each is not None
        weights.kernels.evaluate(weights, workspace, some, start, head=head, poll=poll)
        first = start % weights.kernels.tile
        if each is not None:
            each(workspace.tiles["logits"][first : first + len(some)])
        if last:
            workspace.logits[:] = workspace.tiles["logits"][first + len(some) - 1]
        workspace.used = end


def _tiles(tokens: Sequence[int], start: int, tile: int) -> Iterator[tuple[Sequence[int], bool]]:
    taken = 0
    while taken < len(tokens):
        room = tile - (start + taken) % tile
        some = tokens[taken : taken + room]
        taken += len(some)
        yield some, taken == len(tokens)


def prefill(weights: Weights, workspace: Workspace, request: RequestState, poll: Poll) -> None:
    """Evaluate a request's prompt in a clear workspace. Samples nothing."""
    extend(weights, workspace, request.prompt, poll)
    request.evaluated_count += len(request.prompt)


def next_token(weights: Weights, workspace: Workspace, request: RequestState, poll: Poll) -> int:
    """Evaluate the pending token, if there is one; sample the next, record and return it.

    Afterwards the cache holds the prompt and all tokens given but the last. The caller has made
    sure that the pending token still fits.
    """
    if request.pending is not None:
        extend(weights, workspace, (request.pending,), poll)
        request.evaluated_count += 1
        request.pending = None
    token = pick(workspace.logits, request.settings, request.generator)
    request.accept(token)
    return token


def logits(path: str | os.PathLike[str], token_ids: Sequence[int], mode: str = "exact") -> Floats:
    """Return the logits after every token of `token_ids`: float32 [token, vocab].

    Loads the model at `path` for this one call. Raises LoadError or PromptError like a Runtime
    would; the values are returned as they are, finite or not.
    """
    from .admission import admit
    from .gguf import open_mapped

    if mode not in MODES:
        raise SettingsError(
            "config.value",
            f"mode is {shown(mode)}; it is one of {', '.join(MODES)}",
            evidence={"name": "mode", "expected": list(MODES), "found": shown(mode)},
        )
    with open_mapped(path) as file:
        blueprint = admit(file.header)
        config = blueprint.config
        tokens = check_prompt(
            token_ids, vocab_count=config.vocab_count, capacity=config.training_positions
        )
        blueprint = blueprint.with_context(len(tokens))
        weights = blueprint.prepare(file.tensor_bytes)
        workspace = blueprint.allocate()
    rows = np.empty((len(tokens), config.vocab_count), dtype=np.float32)

    def keep(some: Floats) -> None:
        rows[workspace.used : workspace.used + len(some)] = some

    extend(weights, workspace, tokens, lambda: None, each=keep)
    return rows
