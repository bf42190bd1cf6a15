"""llama.cpp through llama-cpp-python's low-level calls, made comparable."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

THREADS = 2
"""Fixed: llama.cpp sums in another order with another number."""


class Peer:
    """One model file in llama.cpp: exact KV cache, no flash attention, no repacked weights."""

    def __init__(self, path: Path) -> None:
        import llama_cpp

        self.lib = llama_cpp
        self._quiet = llama_cpp.llama_log_callback(lambda *_: None)
        llama_cpp.llama_log_set(self._quiet, ctypes.c_void_p())
        llama_cpp.llama_backend_init()
        params = llama_cpp.llama_model_default_params()
        params.use_extra_bufts = False
        params.n_gpu_layers = 0
        self.model = llama_cpp.llama_model_load_from_file(str(path).encode(), params)
        assert self.model, f"llama.cpp does not load {path}"
        self.vocab = llama_cpp.llama_model_get_vocab(self.model)
        self.vocab_count = llama_cpp.llama_vocab_n_tokens(self.vocab)

    def logits(self, tokens: list[int], *, batch: int | None = None) -> npt.NDArray[np.float32]:
        """Logits after every token, evaluated `batch` tokens at a time: [token, vocab]."""
        lib = self.lib
        batch = batch or len(tokens)
        params = lib.llama_context_default_params()
        params.n_ctx = max(len(tokens), 8)
        params.n_batch = params.n_ubatch = max(batch, 8)
        params.n_threads = params.n_threads_batch = THREADS
        params.type_k = params.type_v = lib.GGML_TYPE_F32
        params.flash_attn_type = lib.LLAMA_FLASH_ATTN_TYPE_DISABLED
        context = lib.llama_init_from_model(self.model, params)
        assert context
        rows = []
        try:
            for start in range(0, len(tokens), batch):
                some = tokens[start : start + batch]
                chunk = lib.llama_batch_init(len(some), 0, 1)
                try:
                    chunk.n_tokens = len(some)
                    for row, token in enumerate(some):
                        chunk.token[row] = token
                        chunk.pos[row] = start + row
                        chunk.n_seq_id[row] = 1
                        chunk.seq_id[row][0] = 0
                        chunk.logits[row] = True
                    assert lib.llama_decode(context, chunk) == 0
                    for row in range(len(some)):
                        found = lib.llama_get_logits_ith(context, row)
                        rows.append(np.ctypeslib.as_array(found, (self.vocab_count,)).copy())
                finally:
                    lib.llama_batch_free(chunk)
        finally:
            lib.llama_free(context)
        return np.stack(rows)

    def encode(
        self, text: str, *, add_special: bool = False, parse_special: bool = False
    ) -> list[int]:
        raw = text.encode()
        room = len(raw) * 2 + 8
        found = (self.lib.llama_token * room)()
        count = self.lib.llama_tokenize(
            self.vocab, raw, len(raw), found, room, add_special, parse_special
        )
        assert count >= 0
        return list(found[:count])

    def piece(self, token: int) -> bytes:
        room = ctypes.create_string_buffer(512)
        count = self.lib.llama_token_to_piece(self.vocab, token, room, len(room), 0, False)
        assert count >= 0
        return room.raw[:count]

    def is_end(self, token: int) -> bool:
        return bool(self.lib.llama_vocab_is_eog(self.vocab, token))

    def close(self) -> None:
        self.lib.llama_model_free(self.model)


@pytest.fixture
def peer() -> Iterator[Callable[[Path], Peer]]:
    """Open model files in llama.cpp; all are freed when the test ends."""
    opened: list[Peer] = []

    def open_peer(path: Path) -> Peer:
        opened.append(Peer(path))
        return opened[-1]

    yield open_peer
    for one in opened:
        one.close()
