"""`turnstile inspect`: what a model file says about itself, and whether it would run here."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import click

from ..errors import LoadError
from ..gguf import Header, open_mapped
from .terminal import printable, size

__all__ = ["inspect"]


@click.command()
@click.argument("model", type=click.Path())
@click.option("--tensors", is_flag=True, help="List every tensor.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document, tensors included.")
def inspect(model: str, tensors: bool, as_json: bool) -> None:
    """Show the header of MODEL: metadata, tensors, sizes, and whether it would be admitted.

    \b
      turnstile inspect model.gguf --tensors
    """  # noqa: D301
    with open_mapped(model) as file:
        document = _document(model, file.header)
    if as_json:
        click.echo(json.dumps(document))
    else:
        click.echo(_page(document, tensors))


def _document(model: str, header: Header) -> dict[str, Any]:
    return {
        "file": model,
        "size_bytes": header.size_bytes,
        "version": header.version,
        "alignment_bytes": header.alignment_bytes,
        "metadata": {
            key: {"type": value.type_name, "value": header.peek(key)}
            for key, value in header.metadata.items()
        },
        "tensors": [
            {
                "name": info.name,
                "type": info.type.name,
                "shape": list(info.numpy_shape),
                "offset_bytes": info.offset_bytes,
                "size_bytes": info.size_bytes,
            }
            for info in header.tensors.values()
        ],
        "warnings": [f"{finding.slug}: {finding.message}" for finding in header.warnings],
        "admission": _admission(header),
    }


def _admission(header: Header) -> dict[str, Any]:
    from ..admission import admit
    from ..tokenizers import tokenizer_from

    try:
        blueprint = admit(header)
        tokenizer_from(header)
    except LoadError as error:
        return {"admitted": False, "slug": error.slug, "message": error.message}
    return {"admitted": True, "memory_bytes": blueprint.size_bytes()}


def _page(document: dict[str, Any], every_tensor: bool) -> str:
    lines = [
        f"{document['file']}: GGUF version {document['version']}, {size(document['size_bytes'])}",
        "",
        "metadata",
    ]
    for key, entry in document["metadata"].items():
        lines.append(f"  {printable(key)} ({entry['type']}) = {_shown(entry['value'])}")
    kinds = Counter(tensor["type"] for tensor in document["tensors"])
    listed = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    lines += ["", f"tensors: {len(document['tensors'])} ({listed})"]
    if every_tensor:
        for tensor in document["tensors"]:
            extents = " x ".join(map(str, tensor["shape"]))
            lines.append(
                f"  {printable(tensor['name']):<32} {tensor['type']:<6} {extents:<16} "
                f"{size(tensor['size_bytes'])}"
            )
    for warning in document["warnings"]:
        lines.append(f"warning: {printable(warning)}")
    admission = document["admission"]
    if admission["admitted"]:
        memory = admission["memory_bytes"]
        parts = ", ".join(f"{name} {size(count)}" for name, count in memory.items())
        lines += ["", f"runs here: {size(sum(memory.values()))} of memory ({parts})"]
    else:
        lines += ["", f"does not run here: {admission['message']} [{admission['slug']}]"]
    return "\n".join(lines)


def _shown(value: object) -> str:
    text = printable(str(value)).replace("\n", "\\n")
    return text if len(text) <= 100 else text[:97] + "..."
