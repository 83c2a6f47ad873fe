"""`moebib cite`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn

import click

from moebib.cli._completion import complete_styles
from moebib.cli._format_options import format_option
from moebib.cli._keys import read_keys
from moebib.cli._list import say_if_bundled
from moebib.cli._options import (
    Preview,
    input_file,
    journals_options,
    json_option,
    keys_option,
    omit_option,
    output_option,
    prefer_option,
    preview_options,
    raw_option,
    unicode_option,
    watch_option,
)
from moebib.cli._output import Terminal
from moebib.cli._progress import busy
from moebib.cli._text import plain
from moebib.errors import InputError

if TYPE_CHECKING:
    from moebib.commands.cite import CiteResult
    from moebib.commands.cite_request import CiteRequest
    from moebib.normalise.journals import JournalNames

GROUP = "Export and cite"


@click.command()
@click.argument("files", nargs=-1, type=input_file, metavar="[FILE]...")
@keys_option
@click.option(
    "--from",
    "sources",
    multiple=True,
    type=input_file,
    metavar="FILE",
    help="Take works from this .bib (or CSL-JSON, ...) file first; repeatable.",
)
@click.option("--no-list", is_flag=True, help="Take no works from the list.")
@format_option("write", also=", or text, html or markdown for references in a citation style")
@click.option(
    "--style",
    metavar="STYLE",
    shell_complete=complete_styles,
    help="Citation style for text, html and markdown: apa (default), ieee, acm, ... or a .csl file.",
)
@click.option(
    "--locale",
    default="en-US",
    metavar="LOCALE",
    show_default=True,
    help="Language of words that the citation style adds.",
)
@prefer_option
@journals_options("abbreviated", "full")
@unicode_option
@omit_option
@raw_option
@preview_options(needs="-o")
@json_option
@watch_option
@output_option
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
    journals: JournalNames | None,
    unicode: bool,
    omit: tuple[str, ...],
    raw: bool,
    preview: Preview,
    as_json: bool,
    watch: bool,
    output: Path | None,
) -> None:
    """Write a bibliography of exactly the works that documents cite.

    FILE is LaTeX (.tex, .Rnw, .aux, .bcf), LyX, Markdown (.md, .qmd, .Rmd, .ipynb), org, reStructuredText (.rst),
    AsciiDoc (.adoc) or Typst (.typ), and - is LaTeX from stdin; files that it includes are read, too. Works are taken
    from the files given with --from, in this order, then from the list, and then from the bibliographies that the
    documents or their projects name; outside a list, what they lack is taken from the bundled list. \\nocite{*} cites
    all works. A work can be cited by its identifier, as in @doi:10.1145/3503221.3508418.

    If the document names the output file, it reads its other bibliographies, too: their works are not written again.

    The format follows from the ending of the output file. A .bib file is in BibLaTeX if the document uses biblatex,
    pandoc or Typst, and otherwise in BibTeX. An output file that would not change is not touched.

    Works are sorted by key, cross-referenced parents last; formatted references are sorted as their style demands. In a
    .bib file, an entry of a .bib file is copied as it is written, with the macros and parents it needs, unless
    --unicode or --omit changes it or BibTeX does not have its type. A work cited by a former key is written with that
    key.

    Missing keys are reported with their location and the closest match. The exit code is then 1, and the other works
    are still written.

    \b
    Examples:
      moebib cite paper.tex -o refs.bib
      moebib cite paper.aux --from old.bib -o refs.bib --watch
      moebib cite -k dai2024deepseekmoe --style ieee
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.cite import cite
    from moebib.commands.cite_request import CiteRequest
    from moebib.formats import Options

    target = None if output is None or str(output) == "-" else output
    if not files and not keys:
        raise click.UsageError("nothing to cite; pass a document, or keys with -k")
    if watch and (target is None or "-" in keys or not preview.write or as_json):
        raise click.UsageError(
            "--watch needs -o FILE, and cannot be used with --dry-run, --diff, --json or keys from stdin"
        )
    request = CiteRequest(
        files=files,
        keys=tuple(read_keys(keys) or ()),
        sources=sources,
        folder=None if no_list else out.folder,
        format=format_,
        style=style,
        locale=locale,
        prefer=prefer,
        options=Options(unicode, omit=frozenset(omit), raw=raw),
        journals=journals,
        output=target,
    )
    if watch:
        _watch(out, request)
    with busy(out, "reading what is cited"):
        result = cite(request)
    _finish(out, result, target, preview, as_json=as_json)
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
            _finish(out, result, request.output, Preview(), as_json=False)
            watch.follow(result.files)
        except (InputError, OSError) as error:
            out.error(str(error))
        watch.wait()


def _finish(out: Terminal, result: CiteResult, target: Path | None, preview: Preview, *, as_json: bool) -> None:
    """Write the bibliography, or show what would be written, and report what was found and what is missing."""
    if result.bundled:
        say_if_bundled(out)
    for finding in result.findings:
        if finding.code == "MB141":  # also with --quiet
            click.echo(plain(str(finding)), err=True)
        else:
            out.say(str(finding))
    missing = f", {result.missing} missing" if result.missing else ""
    counts = f"{result.found + result.missing} cited, {result.found} found{missing}"
    facts = {"found": result.found, "missing": result.missing, "findings": result.findings} if as_json else None
    if target is None:
        out.write(result.text, None, preview, counts, facts)
        out.say(counts)
    else:
        if preview.write:
            result.changes.apply()
        out.changes(result.changes, preview, facts)
        verb = "unchanged" if not result.changes else "wrote" if preview.write else ""
        out.say(f"{verb} {target.as_posix()}: {counts}" if verb else counts)
