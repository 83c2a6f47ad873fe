"""`moebib cite`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn

import click

from moebib.cli._options import FormatOption, preview_options, read_keys
from moebib.cli._output import Terminal, plain
from moebib.errors import InputError

if TYPE_CHECKING:
    from moebib.commands.cite import CiteRequest, CiteResult


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE...")
@click.option("-k", "--keys", multiple=True, help="Cite these, too: keys, comma-separated; - reads them from stdin.")
@click.option(
    "--from",
    "sources",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Take works from this .bib (or CSL-JSON, ...) first; repeatable.",
)
@click.option("--no-list", is_flag=True, help="Take no works from the list.")
@click.option(
    "-f",
    "--format",
    "format_",
    cls=FormatOption,
    use="write records",
    help="{formats}; or text, html, markdown for formatted references; by default what fits.",
)
@click.option(
    "--style", help="Citation style of text, html and markdown: apa (default), ieee, acm, ... or a .csl file."
)
@click.option("--locale", default="en-US", show_default=True, help="Language of the words that the style adds.")
@click.option(
    "--prefer",
    type=click.Choice(["published", "preprint"]),
    default="published",
    show_default=True,
    help="Which version of a work of the list that has several.",
)
@click.option("--unicode", is_flag=True, help="Keep Unicode in BibTeX instead of LaTeX commands.")
@click.option("--omit", multiple=True, metavar="FIELD", help="Leave this field out of the .bib; repeatable.")
@preview_options
@click.option("--watch", is_flag=True, help="Go on, and write again whenever a file that was read changes.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="Write to this file; - is stdout.",
)
@click.pass_obj
def cite(
    out: Terminal,
    files: tuple[Path, ...],
    keys: tuple[str, ...],
    sources: tuple[Path, ...],
    no_list: bool,
    format_: str | None,
    style: str | None,
    locale: str,
    prefer: Literal["published", "preprint"],
    unicode: bool,
    omit: tuple[str, ...],
    dry_run: bool,
    diff: bool,
    watch: bool,
    output: Path | None,
) -> None:
    r"""Write exactly the works that a document cites.

    As refs.bib, in another format, or as formatted references.

    FILE is a .tex, .aux, .bcf, .md, .qmd, .Rmd or .typ; what it includes is read, too. Works are taken from the files
    that --from names, the first that has one, and then from the list. \nocite{*} is all of them.

    Works are sorted by key, parents behind their children; formatted references as their style wants, or as they are
    first cited. An entry of a .bib file stays in a .bib file as it is, with the macros and parents it needs, unless
    --unicode or --omit changes it, or it is BibLaTeX's alone and the format is bibtex. A work that is cited by a
    former key is written under that.

    The format is that of the ending of the output; for a .bib, biblatex where the document uses biblatex, pandoc or
    Typst. A file that would not change is not touched.

    A key that is nowhere to be found is told with its place and the nearest key; the exit code then is 1, and the
    other works are written all the same.
    """
    from moebib.commands.cite import CiteRequest, cite
    from moebib.formats import Options

    target = None if output is None or str(output) == "-" else output
    if not files and not keys:
        raise click.UsageError("name a file, or a key with -k")
    if watch and (target is None or "-" in keys or dry_run or diff):
        raise click.UsageError("--watch needs -o FILE, and neither --dry-run, --diff nor keys from stdin")
    request = CiteRequest(
        files=files,
        keys=tuple(read_keys(keys) or ()),
        sources=sources,
        folder=None if no_list else out.folder,
        format=format_,
        style=style,
        locale=locale,
        prefer=prefer,
        options=Options(unicode, omit=frozenset(omit)),
        output=target,
    )
    if watch:
        _watch(out, request)
    result = cite(request)
    write = not (dry_run or diff)
    _finish(out, result, target, write=write, diff=diff)
    if result.missing:
        raise click.exceptions.Exit(1)


def _watch(out: Terminal, request: CiteRequest) -> NoReturn:
    """Write the bibliography now and after every change, until Ctrl-C; errors are reported and end nothing."""
    from moebib.cli._watch import FileWatch
    from moebib.commands.cite import cite

    watch = FileWatch((*request.files, *request.sources))
    while True:
        try:
            result = cite(request)
            _finish(out, result, request.output, write=True, diff=False)
            watch.follow(result.files)
        except (InputError, OSError) as error:
            click.echo(f"error: {plain(str(error))}", err=True)
        watch.wait()


def _finish(out: Terminal, result: CiteResult, target: Path | None, *, write: bool, diff: bool) -> None:
    """Write the bibliography, or show what would be written, and report what was found and what is missing."""
    for finding in result.findings:
        if finding.code == "MB141":  # also with --quiet
            click.echo(plain(str(finding)), err=True)
        else:
            out.say(str(finding))
    missing = f", {result.missing} missing" if result.missing else ""
    counts = f"{result.found + result.missing} cited, {result.found} found{missing}"
    if target is None:
        out.data(result.text)
        out.say(counts)
    else:
        if write:
            result.changes.apply()
        elif diff:
            out.data(result.changes.diff())
        verb = "unchanged" if not result.changes else "wrote" if write else "would write"
        out.say(f"{verb} {target.as_posix()}: {counts}")
    if result.missing:
        for file in result.unread:
            out.say(f"  hint: the document names {file.as_posix()}; take works from it with --from {file.as_posix()}")
