"""What can be wrong with a link. The rules that say so are in ``links``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.checks.rules import Context, FieldPath, Flaw
from moebib.checks.rules import _addresses as addresses
from moebib.records.record import Record

# What a browser makes of "&noteId=" where a page was copied as HTML: "&not" is a character, with or without ";".
_ENTITIES = {"\u00ac": "&not", "\u00a7": "&sect", "\u00ae": "&reg", "\u00a9": "&copy", "\u00b6": "&para",
             "\u00d7": "&times", "\u00b1": "&plusmn", "\u00a4": "&curren", "\u00a5": "&yen"}  # fmt: skip
_MANGLED = re.compile(f"[{''.join(_ENTITIES)}](?=[A-Za-z]*=)|&(?:amp;)+|&(?:lt|gt|quot|#\\d+);", re.I)
_PINNED = re.compile(
    r"arxiv\.org/(?:abs|pdf|html)/[\w./-]+?v\d+(?:\.pdf)?$|preprints\.org/manuscript/[\d.]+/v\d+|"
    r"(?:bio|med)rxiv\.org/content/\S+v\d+(?:\.\w+)*$|researchsquare\.com/article/rs-\d+/v\d+|"
    r"github\.com/[^/]+/[^/]+/(?:tree|blob|commit)/[0-9a-f]{7,40}(?:/|$)"
)
_SCHEMES = re.compile(r"\b(?:javascript|vbscript|data|file):(?=\S)", re.I)
_PAPERS = ("arxiv.org", "doi.org", "dx.doi.org", "openreview.net", "aclanthology.org", "dl.acm.org")
_SCHEMELESS = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[/?#]\S*)?", re.I)


def _links(record: Record) -> Iterator[tuple[FieldPath, str]]:
    """Every link with the way to it."""
    if record.url:
        yield ("url",), record.url
    for kind, urls in vars(record.links).items():  # what pydantic iterates over, in a third of the time
        for i, url in enumerate(urls):
            yield ("links", kind, i), url


def _changed(record: Record, path: FieldPath, new: str | None) -> dict[str, object]:
    """The change that makes the link at *path* another one; ``None`` takes it out."""
    if path == ("url",):
        return {"url": new}
    kind, number = str(path[1]), path[2]
    urls = [new if i == number else url for i, url in enumerate(getattr(record.links, kind))]
    return {"links": record.links.evolve(**{kind: tuple(dict.fromkeys(url for url in urls if url))})}


def without_scheme(record: Record, _: Context) -> Iterator[Flaw]:
    """A browser takes it for the name of a file; a record of ours cannot have it, a .bib file can."""
    link = record.extra.get("url", "").strip()
    if link and _SCHEMELESS.fullmatch(link):
        new = f"https://{link}"
        rest = {name: value for name, value in record.extra.items() if name != "url"}
        certain = {"url": new, "extra": rest} if addresses.host_of(new) in addresses.SECURE and not record.url else None
        yield Flaw(("url",), f"a link without https://: {link}", f"write {new}", certain)


def insecure(record: Record, _: Context) -> Iterator[Flaw]:
    """Without encryption where https is known to answer."""
    for path, url in _links(record):
        host = addresses.host_of(url)
        known = host in addresses.SECURE or host.partition(".")[2] in addresses.SECURE
        if url[:5].lower() == "http:" and known:
            new = "https:" + url[5:]
            yield Flaw(path, f"http, where https is known: {url}", f"write {new}", _changed(record, path, new))


def mangled(record: Record, _: Context) -> Iterator[Flaw]:
    """An entity that a browser or a service turned into a character, or did not."""
    for path, url in _links(record):
        if _MANGLED.search(url):
            new = re.sub("&(?:amp;)+", "&", _MANGLED.sub(lambda found: _ENTITIES.get(found[0], found[0]), url))
            certain = _changed(record, path, new) if not _MANGLED.search(new) else None
            yield Flaw(path, f"a link with a mangled character: {url}", f"write {new}", certain)


def copy(record: Record, _: Context) -> Iterator[Flaw]:
    """The PDF where the page about the work should be."""
    url = record.url or ""
    if not addresses.is_copy(url) or addresses.is_viewer(url):
        return
    page = addresses.landing_page(url)
    hint = f"link to {page}" if page else "link to the page about the work; the file goes to links.pdf"
    yield Flaw(("url",), f"a link to the PDF, not to its page: {url}", hint, _to_page(record, page, keeping=url))


def viewer(record: Record, _: Context) -> Iterator[Flaw]:
    """A program that shows the PDF, to those who may."""
    url = record.url or ""
    if addresses.is_viewer(url):
        page = addresses.landing_page(url)
        hint = f"link to {page}" if page else "link to the page about the work"
        yield Flaw(("url",), f"a link to a viewer, not to the page of the work: {url}", hint, _to_page(record, page))


def other_view(record: Record, _: Context) -> Iterator[Flaw]:
    """A second address of the landing page."""
    url = record.url or ""
    page = addresses.landing_page(url)
    if page and page != url and not addresses.is_copy(url) and not addresses.is_viewer(url):
        yield Flaw(("url",), f"another address of {page}: {url}", f"link to {page}", _to_page(record, page))


def _to_page(record: Record, page: str | None, *, keeping: str = "") -> dict[str, object] | None:
    """The change to the landing page, which is left out where an identifier leads there; the file goes to its place."""
    if page is None:
        return None
    pages = {found.url for found in record.identifiers}
    bare = re.sub(r"v\d+$", "", page) if "arxiv.org" in page else page
    change: dict[str, object] = {"url": None if pages & {page, bare, f"{page}/", page.rstrip("/")} else page}
    doi = re.match(r"https://dl\.acm\.org/doi/(.+)", page)
    if doi and any(found.value == doi[1].lower() for found in record.identifiers):
        change["url"] = None
    if keeping and "arxiv.org" not in keeping and "dl.acm.org" not in keeping and keeping not in record.links.pdf:
        change["links"] = record.links.evolve(pdf=(*record.links.pdf, keeping))
    return change


def listing(record: Record, _: Context) -> Iterator[Flaw]:
    """A page about many works."""
    for path, url in _links(record):
        if path == ("url",) and addresses.is_listing(url):
            yield Flaw(path, f"a link to a list of works, not to this one: {url}", "link to the page about the work")


def pinned(record: Record, _: Context) -> Iterator[Flaw]:
    """A version of long ago, where the page of the work shows the newest."""
    for path, url in _links(record):
        if _PINNED.search(url) and not addresses.is_copy(url):
            arxiv = re.match(r"https?://(?:www\.)?arxiv\.org/abs/([\w./-]+?)v\d+$", url)
            page = f"https://arxiv.org/abs/{arxiv[1]}" if arxiv else None
            change = _to_page(record, page) if path == ("url",) else None
            yield Flaw(path, f"a link to one version: {url}", "link to the work, which shows the newest", change)


def tracking(record: Record, _: Context) -> Iterator[Flaw]:
    """What tells a company where the reader came from."""
    for path, url in _links(record):
        front, mark, query = url.partition("?")
        if mark and addresses.TRACKING.search(query):
            rest = addresses.TRACKING.sub("", query).rstrip("&")
            new = f"{front}?{rest}" if rest and not rest.startswith("#") else front + rest
            yield Flaw(path, f"a link that tracks its readers: {url}", f"write {new}", _changed(record, path, new))


def model_for_code(record: Record, _: Context) -> Iterator[Flaw]:
    """Weights are no source code."""
    for i, url in enumerate(record.links.code):
        if addresses.is_model_page(url):
            code = tuple(one for one in record.links.code if one != url)
            weights = tuple(dict.fromkeys((*record.links.weights, url)))
            change = {"links": record.links.evolve(code=code, weights=weights)}
            message = f"a link to code that leads to weights: {url}"
            yield Flaw(("links", "code", i), message, "put it under links.weights", change)


def paper_for_code(record: Record, _: Context) -> Iterator[Flaw]:
    """A paper is no source code either."""
    for i, url in enumerate(record.links.code):
        if addresses.is_copy(url) or addresses.host_of(url) in _PAPERS:
            yield Flaw(("links", "code", i), f"a link to code that leads to a paper: {url}", "remove it, or correct it")


def harmful(record: Record, _: Context) -> Iterator[Flaw]:
    """A link that runs a program, or leads to a file on somebody's disk."""
    texts = {"note": record.note, **{name: text for name, text in record.extra.items() if name != "file"}}
    for field, text in texts.items():
        if found := _SCHEMES.search(text):
            path = (field,) if field == "note" else ("extra", field)
            yield Flaw(path, f"a {found[0].lower()} address in {field!r}", "remove it")


def twice(record: Record, _: Context) -> Iterator[Flaw]:
    """One address in two places."""
    seen: dict[str, FieldPath] = {}
    for path, url in _links(record):
        other = seen.setdefault(url.rstrip("/").removesuffix(".git").lower(), path)
        if other != path:
            where = ".".join(str(part) for part in other if isinstance(part, str))
            certain = _changed(record, path, None) if other[:2] == path[:2] else None
            yield Flaw(path, f"the link stands in {where!r} already: {url}", "remove one of the two", certain)


def members_only(record: Record, _: Context) -> Iterator[Flaw]:
    """A link that works within one university, or on one machine."""
    for path, url in _links(record):
        if addresses.through_proxy(addresses.host_of(url)):
            yield Flaw(path, f"a link that only some can open: {url}", "link to the page that everybody can open")


def closed(record: Record, _: Context) -> Iterator[Flaw]:
    """A link to a site that is gone, or that hides where it leads."""
    for path, url in _links(record):
        if what := addresses.CLOSED.get(addresses.host_of(url)):
            yield Flaw(path, f"a link to a site that is no place to stay: {url}", what)
