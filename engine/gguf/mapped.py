"""A local GGUF file as bytes: mapped read-only, parsed, its tensors served as views.

A mapping lives as long as its last user: `close()` drops this object's reference, and the views
that were handed out stay valid until they are dropped too. Nothing is unmapped under a view.

Promise about files that change: the header is a copy and does not change. Tensor bytes are the
file's own pages: a writer who changes the file in place is seen, and one who truncates it makes
the next access a SIGBUS, which no exception can catch. Replace model files by renaming a new one
over them, never in place.
"""

from __future__ import annotations

import errno
import mmap
import os
import stat
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Final

import numpy as np
import numpy.typing as npt

from ..errors import LoadError
from .header import Header
from .reader import read_header

__all__ = ["Mapped", "map_file", "open_bytes", "open_file", "open_mapped"]

Buffer = bytes | mmap.mmap
_ABSENT: Final = (errno.ENOENT, errno.ENOTDIR)
_DENIED: Final = (errno.EACCES, errno.EPERM)


class Mapped:
    """A parsed file and its bytes. Made by `open_mapped` and `open_bytes`; closed by `with`."""

    def __init__(self, header: Header, buffer: Buffer, path: Path | None = None) -> None:
        self.header = header
        self.path = path
        self._buffer: Buffer | None = buffer

    @property
    def closed(self) -> bool:
        """Whether `close()` has been called."""
        return self._buffer is None

    @property
    def file_bytes(self) -> npt.NDArray[np.uint8]:
        """The whole file as a read-only array: what digests are computed over."""
        if self._buffer is None:
            raise ValueError("the file is closed")
        return np.frombuffer(self._buffer, dtype=np.uint8)

    def tensor_bytes(self, name: str) -> npt.NDArray[np.uint8]:
        """Return a tensor's bytes as a read-only view; KeyError for a name not in the table."""
        info = self.header.tensors[name]
        return self.file_bytes[info.offset_bytes : info.offset_bytes + info.size_bytes]

    def close(self) -> None:
        """Drop this reference to the bytes; views stay valid. Idempotent."""
        self._buffer = None

    def __enter__(self) -> Mapped:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()


def open_bytes(data: bytes) -> Mapped:
    """Parse a model held in memory."""
    if not data:
        raise LoadError("transfer.empty", "no bytes were given", evidence={"found": 0})
    return Mapped(read_header(data), data)


def open_mapped(path: str | os.PathLike[str]) -> Mapped:
    """Map and parse a local file.

    Raises LoadError: `fetch.*` when there is no readable regular file at `path`, `transfer.*`
    when its bytes cannot be had, `parse.*` when they are no good. Nothing stays open then.
    """
    place = Path(path)
    with open_file(place) as file:
        buffer = map_file(file, place)
    try:
        return Mapped(read_header(buffer), buffer, place)
    except BaseException:
        # The error's traceback still refers to the mapping; a kept error must not keep the file.
        buffer.close()
        raise


def open_file(place: Path) -> FileIO:
    """Open a regular file for reading; LoadError `fetch.*` where there is none.

    A file object closes itself, at the latest when it is dropped; a bare number would be lost to
    an interruption.
    """
    file = None
    try:
        file = FileIO(place, opener=_open)
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise _error("fetch.not-a-file", f"{_named(place)} is not a regular file", place)
        return file
    except OSError as error:
        reason = error.strerror or str(error)
        if error.errno in _ABSENT:
            slug, message = "fetch.missing", f"{_named(place)} does not exist"
        elif error.errno in _DENIED:
            slug, message = "fetch.permission", f"{_named(place)} may not be read"
        elif error.errno in (errno.EISDIR, errno.ENXIO):
            slug, message = "fetch.not-a-file", f"{_named(place)} is not a regular file"
        else:
            slug, message = "fetch.unreadable", f"{_named(place)} cannot be opened: {reason}"
        raise _error(slug, message, place, reason=reason) from error
    except ValueError as error:
        # A path with a NUL byte or a lone surrogate names nothing on this system.
        raise _error(
            "fetch.missing", f"{_named(place)} is no possible path", place, reason=str(error)
        ) from error
    except BaseException:
        if file is not None:
            file.close()
        raise


def _open(path: str, flags: int) -> int:
    # Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    return os.open(path, flags | os.O_NONBLOCK)


def map_file(file: FileIO, place: Path) -> mmap.mmap:
    """Map an open file read-only; LoadError `transfer.*` when its bytes cannot be had."""
    if os.fstat(file.fileno()).st_size == 0:
        raise _error("transfer.empty", f"{_named(place)} is empty", place, found=0)
    try:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise _error(
            "transfer.unreadable",
            f"{_named(place)} cannot be mapped: {error}",
            place,
            reason=str(error),
        ) from error


def _named(place: Path) -> str:
    # A name from the file system may hold what a terminal would obey or cannot encode.
    text = str(place)
    return text if text.isprintable() else repr(text)


def _error(slug: str, message: str, place: Path, **evidence: object) -> LoadError:
    return LoadError(slug, message, evidence={"path": str(place), **evidence})
