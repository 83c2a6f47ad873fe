"""`moebib show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from moebib.cli._options import json_option
from moebib.cli._output import Terminal
from moebib.text import markup

if TYPE_CHECKING:
    from moebib.library.library import Library
    from moebib.records.publication import Version
    from moebib.records.record import Record

GROUP = "Look at a list"


@click.command()
@click.argument("keys", nargs=-1, required=True, metavar="KEY...")
@json_option
@click.pass_obj
def show(out: Terminal, keys: tuple[str, ...], as_json: bool) -> None:
    """Show works by key or identifier (arXiv ID, DOI, URL).

    \b
    Examples:
      moebib show dai2024deepseekmoe
      moebib show 2401.06066 10.1109/hpca57654.2024.00066 --json
    """  # noqa: D301 - click wants the character, not its name
    library = out.library()
    records = [library.find_work(key) for key in keys]
    if as_json:
        out.json([record.to_dict() for record in records])
    else:
        out.text("\n".join(_describe(library, record) for record in records))


def _describe(library: Library, record: Record) -> str:
    names = [name.display() for name in record.author]
    people = ", ".join(names[:12]) + (f", and {len(names) - 12} more" if len(names) > 12 else "")
    people += " et al." if record.author.others else ""
    rows = [
        ("key", record.id),
        ("authors", people),
        (
            "in",
            " · ".join(filter(None, (markup.plain(record.container_title) or record.venue, str(record.issued or "")))),
        ),
        ("type", " ".join(part for part in (record.type, record.genre) if part)),
        ("pages", " ".join(part for part in (record.volume and f"vol. {record.volume}", record.page) if part)),
        ("identifiers", " ".join(map(str, record.identifiers))),
        ("link", record.link or ""),
        *((f"{kind}", " ".join(urls)) for kind, urls in record.links if urls),
        *(("earlier", _version(version)) for version in record.versions),
        ("sections", " · ".join(map(library.config.heading_of, record.tags))),
        ("keywords", ", ".join(record.keyword)),
        ("also called", " · ".join(record.aliases)),
        ("models", ", ".join(model.name for model in library.models if record.id in model.papers)),
        ("note", markup.plain(record.note)),
    ]
    lines = (f"  {name:<12} {value}" for name, value in rows if value)
    return "\n".join([markup.plain(record.title) or record.id, *lines]) + "\n"


def _version(version: Version) -> str:
    parts = (
        version.genre,
        markup.plain(version.container_title),
        version.issued,
        markup.plain(version.title),
        *version.identifiers,
    )
    return " ".join(str(part) for part in parts if part)
