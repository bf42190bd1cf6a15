"""The model files the tests of the runtime load: good ones, and a damaged one for each load stage.

Made once per process, in a folder that goes with it. No fixture, because a printed program needs
them too.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import numpy as np

from engine import Runtime
from engine.gguf import TensorType
from engine.synthetic import TINY, Entry, ModelSpec, draft, write_model

VOCABULARY = TINY.vocabulary_size
BYTES = range(3, 259)  # ids of the byte tokens
WORDS = range(259, VOCABULARY)  # ids of the pieces: what greedy sampling gives

PROMPT = (1, 300, 310)
TEXT = "which way is the garden"
PLAIN = (1, 70, 71)
"""A prompt of byte tokens: the one kind of prompt that `brittle` can evaluate."""


class Models:
    """Paths by name. `good` ones load; `damaged` ones fail, each at the stage it is named for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.good = {
            "f32": write_model(folder / "f32.gguf", TINY),
            "q8_0": write_model(folder / "q8_0.gguf", ModelSpec(weight_type=TensorType.Q8_0)),
            "f16": write_model(folder / "f16.gguf", ModelSpec(weight_type=TensorType.F16, seed=3)),
            "brittle": self._brittle(folder / "brittle.gguf"),
        }
        self.damaged = {
            "fetch": folder / "nobody.gguf",
            "transfer": folder / "empty.gguf",
            "parse": folder / "short.gguf",
            "tensor": folder / "stranger.gguf",
        }
        self.damaged["transfer"].touch()
        whole = self.good["f32"].read_bytes()
        self.damaged["parse"].write_bytes(whole[:-4096])
        spoiled = draft(TINY)
        del spoiled.tensors["blk.1.ffn_up.weight"]
        spoiled.write(self.damaged["tensor"])

    @staticmethod
    def _brittle(path: Path) -> Path:
        """A model that evaluates byte tokens and nothing else: words have no finite embedding."""
        made = draft(TINY)
        table = made.tensors["token_embd.weight"]
        values = table.values("token_embd.weight", made.seed)
        values[WORDS.start :] = np.nan
        made.tensors["token_embd.weight"] = type(table)(table.shape, table.type, given=values)
        return made.write(path)

    def ending(self, at: int) -> Path:
        """Return a model whose `at`-th greedy token after PROMPT is its end token."""
        path = self.folder / f"ending{at}.gguf"
        if not path.exists():
            with Runtime() as runtime:
                runtime.load_model(self.good["f32"])
                tokens = runtime.complete(PROMPT, max_tokens=at + 1).tokens
            assert tokens[at] not in tokens[:at], "another seed, or the text ends earlier"
            made = draft(TINY)
            entry = made.metadata["tokenizer.ggml.eos_token_id"]
            made.metadata["tokenizer.ggml.eos_token_id"] = Entry(entry.type, tokens[at])
            made.write(path)
        return path


@cache
def models() -> Models:
    folder = tempfile.mkdtemp(prefix="turnstile-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Models(Path(folder))


def tokens_of(runtime, prompt=PROMPT, max_tokens=8):
    """Open a request and return the tokens it gives."""
    return runtime.complete(prompt, max_tokens=max_tokens).tokens


@cache
def twin_tokens(name="f32", prompt=PROMPT, max_tokens=8, n_ctx=None, temperature=0.0, seed=0):
    """Return what an undisturbed runtime gives: the answer every disturbed one must repeat."""
    with Runtime() as runtime:
        runtime.set_sampling(temperature=temperature, seed=seed)
        runtime.load_model(models().good[name], n_ctx=n_ctx)
        return tokens_of(runtime, prompt, max_tokens)
