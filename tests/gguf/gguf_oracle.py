"""llama.cpp's own parser, through the library that llama-cpp-python brings."""

from __future__ import annotations

import ctypes
import importlib.util
from functools import cache
from pathlib import Path


class _Params(ctypes.Structure):
    _fields_ = (("no_alloc", ctypes.c_bool), ("ctx", ctypes.c_void_p))


@cache
def ggml() -> ctypes.CDLL:
    # Found, not imported: importing it opens files that it never closes.
    package = importlib.util.find_spec("llama_cpp")
    assert package is not None
    assert package.origin is not None
    folder = Path(package.origin).parent / "lib"
    library = ctypes.CDLL(str(next(folder.glob("libggml-base.*"))))
    library.ggml_type_name.restype = ctypes.c_char_p
    library.ggml_type_size.restype = ctypes.c_size_t
    library.ggml_blck_size.restype = ctypes.c_int64
    library.gguf_init_from_file.restype = ctypes.c_void_p
    library.gguf_init_from_file.argtypes = (ctypes.c_char_p, _Params)
    library.gguf_free.argtypes = (ctypes.c_void_p,)
    library.gguf_free.restype = None
    return library


def accepts(path: Path) -> bool:
    """Whether llama.cpp's parser reads the header of the file at `path`."""
    context = ggml().gguf_init_from_file(bytes(path), _Params(True, None))
    if context:
        ggml().gguf_free(context)
    return bool(context)
