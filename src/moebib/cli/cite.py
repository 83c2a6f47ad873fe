"""`moebib cite`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from moebib.cli._options import FormatOption, preview_options
from moebib.cli._output import read_keys
from moebib.cli._terminal import Terminal


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
    from moebib.cli._cite_output import Written, refuse, write
    from moebib.commands.cite import cite, format_for, read_cited
    from moebib.formats import Options

    target = None if output is None or str(output) == "-" else output
    if not files and not keys:
        raise click.UsageError("name a file, or a key with -k")
    if watch and (target is None or "-" in keys or dry_run or diff):
        raise click.UsageError("--watch needs -o FILE, and neither --dry-run, --diff nor keys from stdin")
    refuse(target, (*files, *sources))
    cited_keys = read_keys(keys) or []

    def once() -> Written:
        library = None if no_list else out.library()
        cited = read_cited(files, cited_keys, sources, library)
        format = format_for(format_, str(target) if target else None, cited.documents, styled=style is not None)
        options = Options(unicode, omit=frozenset(omit))
        done = cite(cited, format, prefer=prefer, options=options, style=style or "apa", locale=locale)
        missing = write(out, cited, done, target, sources=sources, dry_run=dry_run, diff=diff)
        return Written(missing, (*cited.documents.files, *sources), library)

    if watch:
        from moebib.cli._cite_watch import keep_written

        keep_written(out, once, (*files, *sources))
    elif once().missing:
        raise click.exceptions.Exit(1)
