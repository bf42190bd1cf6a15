"""Everything a handle holds, as one comparable value: what "nothing moved" means in these tests.

The gate compares a snapshot of lengths and identities; this is the second, larger look: every byte
of every array, the model file included, every token, the generator, the settings, the published
cell, and the stock machine behind the gate. `last_refusal` alone is left out: a refusal writes it.
"""

from __future__ import annotations

from dataclasses import fields
from hashlib import blake2b

from engine.lifetimes import Workspace
from fsm.testing import fingerprint_of


def digest(data) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def whole(runtime) -> dict[str, object]:
    """Return the full fingerprint of a handle. Looking changes nothing."""
    gate = runtime._gate
    cell = gate.cell
    contents = cell.contents
    seen: dict[str, object] = {
        "state": cell.state,
        "sequence": cell.sequence,
        "snapshot": dict(cell.snapshot),
        "held": dict(cell.held),
        "stock state": gate._place.state,
        "poison": gate.poison,
        "trace": gate.trace,
        "flight": gate._flight,
        "inside": gate._turns.inside(),
        "contents": id(contents),
        "running": id(runtime._acts.running) if contents.request is not None else None,
        **parts(contents),
    }
    return seen


def parts(contents) -> dict[str, object]:
    """Return what the contents hold, by field; a new field is looked at unasked."""
    seen: dict[str, object] = {}
    for field in fields(contents):
        value = getattr(contents, field.name)
        look = LOOKS.get(field.name, fingerprint_of)
        for path, leaf in ({"": None} if value is None else look(value)).items():
            seen[f"{field.name}{path}"] = leaf
    return seen


def of_model(model) -> dict[str, object]:
    """The model's arrays and bytes; header and tokenizer are immutable and known by identity."""
    tensors = fingerprint_of(model.weights.tensors)
    return {
        ".identity": id(model),
        ".serial": model.serial,
        ".file": digest(model.file.file_bytes),
        ".file.closed": model.file.closed,
        ".tokenizer": id(model.tokenizer),
        ".blueprint": id(model.blueprint),
        **{f".tensors{path}": leaf for path, leaf in tensors.items()},
    }


def of_workspace(workspace: Workspace) -> dict[str, object]:
    seen: dict[str, object] = {".identity": id(workspace)}
    for name in Workspace.__slots__:
        seen |= {
            f".{name}{path}": leaf
            for path, leaf in fingerprint_of(getattr(workspace, name)).items()
        }
    return seen


def of_request(request) -> dict[str, object]:
    seen: dict[str, object] = {".identity": id(request)}
    for field in fields(request):
        value = getattr(request, field.name)
        if field.name == "streamer":
            # Its tokenizer is the model's, and large; its own is the unfinished character.
            assert set(type(value).__slots__) == {"_decoder", "_tokenizer"}
            seen[".streamer"] = (id(value), value._decoder.getstate())
        else:
            seen |= {f".{field.name}{path}": leaf for path, leaf in fingerprint_of(value).items()}
    return seen


LOOKS = {"model": of_model, "workspace": of_workspace, "request": of_request}


def arrays(runtime) -> dict[str, str]:
    """Return a digest of every array of the workspace; a fresh one's, or something is left."""
    workspace = runtime._gate.cell.contents.workspace
    return {name: digest(array.tobytes()) for name, array in workspace.arrays().items()}


def nothing_left(runtime) -> list[str]:
    """Return what a handle still holds of a request, though none is open; empty is right."""
    contents = runtime._gate.cell.contents
    found = []
    if contents.request is not None:
        found.append("a request object")
    workspace = contents.workspace
    if workspace is not None:
        if workspace.used or workspace.touched:
            found.append(f"{workspace.used} positions used, {workspace.touched} touched")
        found += [
            f"{name} is not zero" for name, array in workspace.arrays().items() if array.any()
        ]
    return found
