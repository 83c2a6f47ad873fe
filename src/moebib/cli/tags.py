"""`moebib tags`."""

from __future__ import annotations

import click

from moebib.cli._completion import complete_tags
from moebib.cli._list import list_root, point_to_build, read_library
from moebib.cli._options import Preview, json_option, preview_options
from moebib.cli._output import Terminal
from moebib.cli._progress import busy
from moebib.cli._text import counted

GROUP = "Look at a list"


@click.command()
@click.option(
    "--rename",
    nargs=2,
    metavar="OLD NEW",
    shell_complete=complete_tags,
    help="Rename a tag, and with it the tags below it, in moebib.toml and in all works.",
)
@click.option("--heading", default="", help="With --rename: the new heading of the section.")
@preview_options(needs="--rename")
@json_option
@click.pass_obj
def tags(out: Terminal, rename: tuple[str, str] | None, heading: str, preview: Preview, as_json: bool) -> None:
    """List tags and their sections, with the number of works, or rename a tag.

    The works of a section include those of its subsections.

    A tag is renamed in moebib.toml and in all works, and so are all tags below it. The heading of the section follows
    if it is the tag in words, as "Expert caching" is of expert-caching; --heading gives it another one. With OLD as
    NEW, only the heading changes. In a README that is kept as it is, the heading and the links to it change, too.

    \b
    Examples:
      moebib tags
      moebib tags --json
      moebib tags --rename system/offloading system/expert-offloading --dry-run
      moebib tags --rename hardware hardware --heading "Accelerators"
    """  # noqa: D301 - click wants the character, not its name
    if rename:
        _rename(out, *rename, heading, preview, as_json=as_json)
        return
    if heading or not preview.write:
        raise click.UsageError("--heading, --dry-run and --diff need --rename")
    library = read_library(out)
    headings = {section.tag: section.heading for section in library.config.sections}
    # Without sections, works can have any tags.
    headings = headings or dict.fromkeys(sorted({tag for record in library for tag in record.tags}), "")
    rows = [(tag, heading, len(library.in_section(tag))) for tag, heading in headings.items()]
    if as_json:
        out.json([{"tag": tag, "heading": heading, "works": works} for tag, heading, works in rows])
    else:
        out.table(("TAG", "WORKS", "SECTION"), ((tag, str(works), heading) for tag, heading, works in rows))


def _rename(out: Terminal, old: str, new: str, heading: str, preview: Preview, *, as_json: bool) -> None:
    from moebib.commands.tags import rename_tag

    root = list_root(out)
    with busy(out, "changing the list"):
        renamed = rename_tag(root, old, new, heading=heading, write=preview.write)
    facts = {"tags": renamed.tags, "heading": renamed.heading, "works": renamed.works}
    out.changes(renamed.changes, preview, facts if as_json else None)
    would_be = "" if preview.write else "would be "
    for old_tag, new_tag in renamed.tags.items():
        if old_tag != new_tag:
            out.say(f"{old_tag} {would_be}renamed to {new_tag}")
    if renamed.heading:
        before, after = renamed.heading
        out.say(f"heading {before!r} {would_be}changed to {after!r}")
    out.say(f"{counted(renamed.works, 'work')} {would_be}changed")
    if renamed.readme:
        out.say(f"hint: change the heading of the section in {renamed.readme}, too, or move it, before the next build")
    if preview.write and renamed.changes:
        point_to_build(out)
