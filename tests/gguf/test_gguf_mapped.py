"""Local files: mapped, served as views, and gone with the last user."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import numpy as np
import pytest
from gguf_forge import file, preamble, tensor

from engine.errors import LoadError
from engine.gguf import open_bytes, open_mapped
from engine.synthetic import write_model


def mappings_of(path: Path) -> int:
    gc.collect()
    return Path("/proc/self/maps").read_text().count(str(path))


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write_model(tmp_path / "model.gguf")


def test_tensor_bytes_are_the_file_s(model: Path) -> None:
    data = model.read_bytes()
    with open_mapped(model) as mapped, open_bytes(data) as held:
        assert mapped.path == model
        assert mapped.file_bytes.tobytes() == data
        for name, info in mapped.header.tensors.items():
            view = mapped.tensor_bytes(name)
            assert view.dtype == np.uint8
            assert not view.flags.writeable
            start = info.offset_bytes
            assert view.tobytes() == data[start : start + info.size_bytes]
            assert np.array_equal(view, held.tensor_bytes(name))
        with pytest.raises(KeyError):
            mapped.tensor_bytes("no such tensor")


def test_views_outlive_the_closing_and_the_mapping_goes_with_them(model: Path) -> None:
    before = descriptors()
    mapped = open_mapped(model)
    view = mapped.tensor_bytes("output_norm.weight")
    expected = view.tobytes()
    mapped.close()
    mapped.close()
    assert mapped.closed
    with pytest.raises(ValueError, match="closed"):
        mapped.tensor_bytes("output_norm.weight")
    assert mappings_of(model) == 1
    assert view.tobytes() == expected
    # The header answers from its own copy.
    assert mapped.header.text("general.architecture") == "llama"
    del view
    assert mappings_of(model) == 0
    assert mapped.header.texts("tokenizer.ggml.tokens")[0] == "<unk>"
    assert descriptors() == before


def test_a_kept_error_keeps_no_file(model: Path) -> None:
    before = descriptors()
    with model.open("r+b") as stream:
        stream.truncate(model.stat().st_size - 64)
    with pytest.raises(LoadError) as caught:
        open_mapped(model)
    assert caught.value.slug == "parse.tensor-past-end"
    assert mappings_of(model) == 0
    assert descriptors() == before


def test_a_header_that_shrinks_while_it_is_copied_ends_in_an_error() -> None:
    from dataclasses import replace

    from gguf_forge import array, key, text

    words = array(8, 2, text("one") + text("two"))
    header = open_bytes(file(keys=[key("some.list", 9, words)])).header
    for cut in range(1, 20):
        changed = replace(header, _own=header._own[:-cut])
        with pytest.raises(LoadError) as caught:
            changed.texts("some.list")
        assert caught.value.slug == "parse.string-past-end"


def test_replacing_by_rename_leaves_the_mapped_model_as_it_was(model: Path) -> None:
    with open_mapped(model) as mapped:
        before = mapped.file_bytes.tobytes()
        other = write_model(model.with_name("other.gguf"))
        other.replace(model)
        assert mapped.file_bytes.tobytes() == before


def test_what_is_not_there_or_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    empty = tmp_path / "empty"
    empty.touch()
    plain = tmp_path / "plain"
    plain.write_bytes(preamble(0, 0))
    for path, slug in (
        (tmp_path / "absent", "fetch.missing"),
        (plain / "below", "fetch.missing"),
        ("nul\0byte", "fetch.missing"),
        ("lone\ud800surrogate", "fetch.missing"),
        (tmp_path / "bell\x07\x1b[31m", "fetch.missing"),
        (os.fsdecode(b"latin\xff"), "fetch.missing"),
        ("", "fetch.not-a-file"),
        (tmp_path, "fetch.not-a-file"),
        (pipe, "fetch.not-a-file"),
        ("/dev/null", "fetch.not-a-file"),
        (loop, "fetch.unreadable"),
        (tmp_path / ("n" * 300), "fetch.unreadable"),
        (empty, "transfer.empty"),
    ):
        with pytest.raises(LoadError) as caught:
            open_mapped(path)
        assert caught.value.slug == slug, path
        assert caught.value.evidence["path"] == str(Path(path))
        assert str(caught.value).isprintable()
    with pytest.raises(LoadError) as caught:
        open_bytes(b"")
    assert caught.value.slug == "transfer.empty"


def test_a_file_one_may_not_read(tmp_path: Path) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    # Root reads everything, so the refusal is the system call's.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "open", refuse)
        with pytest.raises(LoadError) as caught:
            open_mapped(tmp_path)
    assert caught.value.slug == "fetch.permission"
    assert caught.value.evidence["reason"] == "Permission denied"


def test_a_tensor_without_elements_has_no_bytes() -> None:
    rows = [tensor("none", (0,)), tensor("some", (1,))]
    with open_bytes(file(tensors=rows)) as held:
        assert held.tensor_bytes("none").size == 0
        assert held.tensor_bytes("some").size == 4
