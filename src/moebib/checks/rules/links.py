"""Links: to the page about the work, in the form that everyone can open and that will last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from moebib.checks.rules import Context, FieldPath, Flaw, Rule
from moebib.records.model import Model
from moebib.records.record import Record

__all__ = ["CLOSED_SITES", "host_of", "links_of"]

_PAPER = 'type = "paper-conference"\ntitle = "Sparse Experts"\n'


def _url(url: str) -> str:
    return f'{_PAPER}url = "{url}"'


def _code(*urls: str) -> str:
    return f"{_PAPER}[links]\ncode = [{', '.join(chr(34) + url + chr(34) for url in urls)}]"


def host_of(url: str) -> str:
    """The host in lower case, without ``www.``; empty if there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def links_of(entry: Record | Model) -> Iterator[tuple[FieldPath, str]]:
    """Every link of a work or a model, with its path."""
    if entry.url:
        yield ("url",), entry.url
    for kind, urls in vars(entry.links).items():  # the same as iterating over the model, in a third of the time
        for number, url in enumerate(urls):
            yield ("links", kind, number), url


def _with_link(record: Record, path: FieldPath, url: str | None) -> dict[str, object]:
    """The change that replaces the link at *path*; ``None`` removes it."""
    if path == ("url",):
        return {"url": url}
    kind, number = str(path[1]), path[2]
    urls = [url if i == number else other for i, other in enumerate(getattr(record.links, kind))]
    return {"links": record.links.evolve(**{kind: tuple(dict.fromkeys(other for other in urls if other))})}


# Sites that have used https for years.
_HTTPS_HOSTS = frozenset({
    "aaai.org", "aclanthology.org", "aclweb.org", "acm.org", "ams.org", "anthology.aclweb.org", "arxiv.org",
    "biorxiv.org", "cambridge.org", "creativecommons.org", "crossref.org", "datacite.org", "dblp.org", "dl.acm.org",
    "doi.org", "drops.dagstuhl.de", "dx.doi.org", "eprint.iacr.org", "figshare.com", "github.com", "github.io",
    "gitlab.com", "hal.science", "huggingface.co", "ieee.org", "ieeexplore.ieee.org", "ijcai.org", "jmlr.org",
    "jstor.org", "link.springer.com", "mdpi.com", "medrxiv.org", "nature.com", "ncbi.nlm.nih.gov", "neurips.cc",
    "openaccess.thecvf.com", "openreview.net", "orcid.org", "osf.io", "papers.nips.cc", "papers.neurips.cc",
    "plos.org", "pnas.org", "proceedings.mlr.press", "proceedings.mlsys.org", "proceedings.neurips.cc", "pypi.org",
    "science.org", "sciencedirect.com", "semanticscholar.org", "springer.com", "usenix.org", "wikipedia.org",
    "youtube.com", "zenodo.org",
})  # fmt: skip
_NO_SCHEME = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[/?#]\S*)?", re.I)


@Rule(
    code="MB351", name="link-without-scheme", finds="a link in a .bib file that does not begin with https://",
    why="A browser takes it for the name of a file, and a LaTeX document gets a dead link.",
    bad=(f'{_PAPER}[extra]\nurl = "www.example.org/paper"',
         f'{_PAPER}[extra]\nurl = "huggingface.co/example/hydra"'),
    good=(_url("https://www.example.org/paper"), f'{_PAPER}[extra]\nurl = "see the author"', _PAPER),
    fix="Write the complete URL. `moebib fix` does so for sites that are known to use https.", level="error",
).each_work  # fmt: skip
def link_without_scheme(record: Record, _: Context) -> Iterator[Flaw]:
    """Only in ``extra``, where reading a .bib file leaves it: `url` cannot hold it."""
    link = record.extra.get("url", "").strip()
    if link and _NO_SCHEME.fullmatch(link):
        new = f"https://{link}"
        rest = {name: value for name, value in record.extra.items() if name != "url"}
        is_certain = host_of(new) in _HTTPS_HOSTS and not record.url
        changes = {"url": new, "extra": rest} if is_certain else None
        yield Flaw(("url",), f"a link without https://: {link}", f"write {new}", changes)


@Rule(
    code="MB352", name="insecure-link", finds="an http link to a site that uses https",
    why="Anyone between the reader and the site can read and change what is sent over http.",
    bad=(_url("http://arxiv.org/list/recent"), _code("http://github.com/example/hydra")),
    good=(_url("https://example.org/"),
          _url("http://www.example.org/paper"),
          _code("https://github.com/example/hydra")),
    fix="`moebib fix` writes https.",
).each_work  # fmt: skip
def insecure_link(record: Record, _: Context) -> Iterator[Flaw]:
    """Only for sites that are known to use https."""
    for path, url in links_of(record):
        host = host_of(url)
        if url[:5].lower() == "http:" and (host in _HTTPS_HOSTS or host.partition(".")[2] in _HTTPS_HOSTS):
            new = "https:" + url[5:]
            yield Flaw(
                path, f"http link to a site that uses https: {url}", f"write {new}", _with_link(record, path, new)
            )


# HTML's "&not" is a character even without a semicolon, so that browsers turn "&noteId=" into "¬eId=".
_ENTITIES = {"¬": "&not", "\u00a7": "&sect", "\u00ae": "&reg", "\u00a9": "&copy", "\u00b6": "&para",
             "\u00d7": "&times", "\u00b1": "&plusmn", "\u00a4": "&curren", "\u00a5": "&yen"}  # fmt: skip
_ENTITY = re.compile(f"[{''.join(_ENTITIES)}](?=[A-Za-z]*=)|&(?:amp;)+|&(?:lt|gt|quot|#\\d+);", re.I)


@Rule(
    code="MB353", name="html-entity-in-link", finds="a link in which an HTML entity was decoded, or was not",
    why="`&not` is an HTML entity: a URL with `&noteId=` that is copied as HTML becomes `¬eId=`, and leads "
        "elsewhere.",
    bad=(_url("https://openreview.net/forum?id=abc¬eId=def"), _url("https://example.org/?a=1&amp;b=2")),
    good=(_url("https://openreview.net/forum?id=abc&noteId=def"),
          _url("https://example.org/?a=1&b=2"),
          _url("https://example.org/café")),
    fix="`moebib fix` restores the characters.", level="error",
).each_work  # fmt: skip
def html_entity_in_link(record: Record, _: Context) -> Iterator[Flaw]:
    """The fix is left out if an entity would remain."""
    for path, url in links_of(record):
        if _ENTITY.search(url):
            new = re.sub("&(?:amp;)+", "&", _ENTITY.sub(lambda match: _ENTITIES.get(match[0], match[0]), url))
            changes = _with_link(record, path, new) if not _ENTITY.search(new) else None
            yield Flaw(path, f"an HTML entity in a link: {url}", f"write {new}", changes)


_ACM = re.compile(r"https?://dl\.acm\.org/doi/(?:pdf|epdf|pdfplus|abs|full|fullHtml)/(10\.\d{4,9}/[^?#\s]+)", re.I)
_IEEE = re.compile(
    r"https?://ieeexplore\.ieee\.org/(?:stamp/stamp\.jsp\?(?:[^#]*&)?arnumber=|abstract/document/|iel\w*/\S*?/0*)"
    r"(\d{5,10})", re.I
)  # fmt: skip
# The pattern of a file or another view, and the page about the work.
_LANDING_PAGES: tuple[tuple[re.Pattern[str], str], ...] = (
    (_ACM, r"https://dl.acm.org/doi/\1"),
    (_IEEE, r"https://ieeexplore.ieee.org/document/\1"),
    (re.compile(r"https?://(?:www\.|export\.)?arxiv\.org/pdf/([\w./-]+?)(?:\.pdf)?$"), r"https://arxiv.org/abs/\1"),
    (re.compile(r"https?://(?:www|export)\.arxiv\.org/abs/([\w./-]+)$"), r"https://arxiv.org/abs/\1"),
    (re.compile(r"https?://openreview\.net/(?:pdf|attachment)\?id=([\w-]+)[^#]*$"), r"https://openreview.net/forum?id=\1"),
    (re.compile(r"https?://(?:www\.)?aclanthology\.org/([\w.-]+?)\.pdf$"), r"https://aclanthology.org/\1/"),
    (re.compile(r"https?://proceedings\.mlr\.press/(v\d+)/([\w-]+)/\2\.pdf$"), r"https://proceedings.mlr.press/\1/\2.html"),
    (re.compile(r"https?://openaccess\.thecvf\.com/(content[\w./-]*)/papers/([\w.-]+)\.pdf$"),
     r"https://openaccess.thecvf.com/\1/html/\2.html"),
    (re.compile(r"https?://(proceedings\.(?:neurips\.cc|mlsys\.org))/paper_files/paper/(\d{4})/file/([0-9a-f]+)-Paper"
                r"([\w-]*)\.pdf$"), r"https://\1/paper_files/paper/\2/hash/\3-Abstract\4.html"),
    (re.compile(r"https?://(?:www\.)?jmlr\.org/papers/volume(\d+)/([\w-]+)/\2\.pdf$"),
     r"https://www.jmlr.org/papers/v\1/\2.html"),
    (re.compile(r"https?://(?:www\.)?isca-archive\.org/(\w+)/(\w+)\.pdf$"), r"https://www.isca-archive.org/\1/\2.html"),
)  # fmt: skip
_VIEWER = re.compile(
    r"docs\.google\.com/(?:viewer|gview)|semanticscholar\.org/reader/|stamp/stamp\.jsp|/doi/epdf/|scholar\.archive\.org/"
    r"work/[^/]+/access|mozilla\.github\.io/pdf\.js|/pdfjs?/web/viewer|view\.officeapps\.live\.com|/viewer\.html\?file=|"
    r"alphaxiv\.org/|huggingface\.co/papers/|/viewcontent\.cgi|/enhanced/|readcube\.com/articles|drive\.google\.com/",
    re.I,
)  # fmt: skip
_FILE = re.compile(r"\.(?:pdf|ps|ps\.gz|djvu)(?:[?#]|$)|arxiv\.org/pdf/|openreview\.net/pdf|/doi/pdf(?:plus)?/", re.I)


def _is_file(url: str) -> bool:
    return bool(_FILE.search(url))


def _is_viewer(url: str) -> bool:
    return bool(_VIEWER.search(url))


def _landing_page(url: str) -> str | None:
    """The page about the work that *url* is a file or another view of; ``None`` if that is not certain.

    >>> _landing_page("https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=10528887")
    'https://ieeexplore.ieee.org/document/10528887'
    """
    return next((match.expand(page) for pattern, page in _LANDING_PAGES if (match := pattern.match(url))), None)


def _with_page(record: Record, page: str | None, *, keeping: str = "") -> dict[str, object] | None:
    """The change of `url` to *page*, or to nothing if an identifier leads there. *keeping* goes to links.pdf."""
    if page is None:
        return None
    pages = {identifier.url for identifier in record.identifiers}
    bare = re.sub(r"v\d+$", "", page) if "arxiv.org" in page else page
    changes: dict[str, object] = {"url": None if pages & {page, bare, f"{page}/", page.rstrip("/")} else page}
    doi = re.match(r"https://dl\.acm\.org/doi/(.+)", page)
    if doi and any(identifier.value == doi[1].lower() for identifier in record.identifiers):
        changes["url"] = None
    if keeping and "arxiv.org" not in keeping and "dl.acm.org" not in keeping and keeping not in record.links.pdf:
        changes["links"] = record.links.evolve(pdf=(*record.links.pdf, keeping))
    return changes


@Rule(
    code="MB354", name="link-to-pdf", finds="a work whose link leads to a PDF instead of the page about it",
    why="The page has the abstract, the citation, the code and newer versions, and its URL lasts longer.",
    bad=(_url("https://proceedings.mlr.press/v139/doe21a/doe21a.pdf"),
         _url("https://example.org/uploads/experts.pdf"),
         _url("https://openreview.net/pdf?id=AbCdEfGhIj")),
    good=(_url("https://proceedings.mlr.press/v139/doe21a.html"),
          f'{_PAPER}[links]\npdf = ["https://example.org/experts.pdf"]',
          _url("https://example.org/pdf-tools")),
    fix="`moebib fix` links to the page if it is certain, and keeps the PDF under links.pdf.",
).each_work  # fmt: skip
def link_to_pdf(record: Record, _: Context) -> Iterator[Flaw]:
    """Also PostScript and DjVu."""
    url = record.url or ""
    if _is_file(url) and not _is_viewer(url):
        page = _landing_page(url)
        hint = f"link to {page}" if page else "link to the page about the work, and move the PDF to links.pdf"
        yield Flaw(("url",), f"a link to a PDF: {url}", hint, _with_page(record, page, keeping=url))


@Rule(
    code="MB355", name="link-to-pdf-viewer", finds="a work whose link leads to a PDF viewer",
    why="A viewer shows the PDF to those who have access, and says nothing about the work.",
    bad=(_url("https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=10528887"),
         _url("https://docs.google.com/viewer?url=https://example.org/a.pdf")),
    good=(_url("https://ieeexplore.ieee.org/document/10528887"),
          _url("https://example.org/viewers-of-experts"),
          _PAPER),
    fix="`moebib fix` links to the page about the work if it is certain.",
).each_work  # fmt: skip
def link_to_pdf_viewer(record: Record, _: Context) -> Iterator[Flaw]:
    """Viewers of publishers, repositories and search engines."""
    url = record.url or ""
    if _is_viewer(url):
        page = _landing_page(url)
        hint = f"link to {page}" if page else "link to the page about the work"
        yield Flaw(("url",), f"a link to a PDF viewer: {url}", hint, _with_page(record, page))


@Rule(
    code="MB356", name="non-canonical-link", finds="a link to another URL of the page about the work",
    why="With one URL per page, works can be found by it, and the links of two lists can be compared.",
    bad=(_url("https://ieeexplore.ieee.org/abstract/document/10323651"),
         _url("https://dl.acm.org/doi/abs/10.1145/1234567.1234568"),
         _url("https://www.arxiv.org/abs/2502.05370")),
    good=(_url("https://ieeexplore.ieee.org/document/10323651"),
          _url("https://dl.acm.org/doi/10.1145/1234567.1234568"),
          _url("https://example.org/abstract/document/1")),
    fix="`moebib fix` writes the canonical URL.", level="note",
).each_work  # fmt: skip
def non_canonical_link(record: Record, _: Context) -> Iterator[Flaw]:
    """What MB354 and MB355 find is left to them."""
    url = record.url or ""
    page = _landing_page(url)
    if page and page != url and not _is_file(url) and not _is_viewer(url):
        yield Flaw(("url",), f"not the canonical URL, {page}: {url}", f"link to {page}", _with_page(record, page))


_LISTING = re.compile(
    r"/(?:my-?)?(?:publications?|pubs?|papers|selected-publications|publication-list)(?:/index)?(?:\.\w+)?/?(?:#.*)?$|"
    r"/(?:accepted-?papers?|program(?:me)?|schedule|agenda|technical-sessions|proceedings)(?:\.\w+)?/?(?:#.*)?$|"
    r"scholar\.google\.[\w.]+/(?:citations|scholar)\?|dblp\.(?:org|uni-trier\.de)/(?:pid|pers|search)|"
    r"dl\.acm\.org/(?:profile|toc|doi/proceedings)/|orcid\.org/\d|researchgate\.net/profile/|"
    r"semanticscholar\.org/(?:author|search)|ieeexplore\.ieee\.org/(?:xpl/conhome|xpl/tocresult|author)|"
    r"openreview\.net/(?:group|profile)\?|neurips\.cc/virtual/\d+/papers|arxiv\.org/(?:list|a)/",
    re.I,
)  # fmt: skip


@Rule(
    code="MB357", name="link-to-listing", finds="a work whose link leads to a page about many works",
    why="The page will change, and readers will not find the work on it.",
    bad=(_url("https://example.edu/~doe/publications/index.html"),
         _url("https://scholar.google.com/citations?user=abc"),
         _url("https://example.org/isys24/accepted-papers")),
    good=(_url("https://example.edu/~doe/publications/doe24.html"),
          _url("https://example.org/isys24/presentation/doe"),
          _url("https://example.org/programming")),
    fix="Link to the page about the work; `moebib update KEY` looks for it.",
).each_work  # fmt: skip
def link_to_listing(record: Record, _: Context) -> Iterator[Flaw]:
    """Pages of people, groups, conferences and searches."""
    url = record.url or ""
    if _LISTING.search(url) and not _is_file(url):
        yield Flaw(("url",), f"a link to a list of works: {url}", "link to the page about this work")


_VERSION = re.compile(
    r"arxiv\.org/(?:abs|pdf|html)/[\w./-]+?v\d+(?:\.pdf)?$|preprints\.org/manuscript/[\d.]+/v\d+|"
    r"(?:bio|med)rxiv\.org/content/\S+v\d+(?:\.\w+)*$|researchsquare\.com/article/rs-\d+/v\d+|"
    r"github\.com/[^/]+/[^/]+/(?:tree|blob|commit)/[0-9a-f]{7,40}(?:/|$)"
)


@Rule(
    code="MB358", name="link-to-version", finds="a link to one version of a preprint, or to one commit",
    why="The page without a version number shows the newest version, and what has changed.",
    bad=(_url("https://arxiv.org/abs/2502.12224v1"), _url("https://www.preprints.org/manuscript/202408.0583/v2")),
    good=(_url("https://arxiv.org/abs/2502.12224"),
          _code("https://github.com/example/hydra/tree/main/experts"),
          _url("https://example.org/v2/paper")),
    fix="Remove the version number; `moebib fix` does so for arXiv.",
).each_work  # fmt: skip
def link_to_version(record: Record, _: Context) -> Iterator[Flaw]:
    """What MB354 finds is left to it."""
    for path, url in links_of(record):
        if _VERSION.search(url) and not _is_file(url):
            arxiv = re.match(r"https?://(?:www\.)?arxiv\.org/abs/([\w./-]+?)v\d+$", url)
            page = f"https://arxiv.org/abs/{arxiv[1]}" if arxiv else None
            changes = _with_page(record, page) if path == ("url",) else None
            yield Flaw(path, f"a link to one version: {url}", "link to the page that shows the newest version", changes)


_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|_hs(?:enc|mi)|spm|ref_src|ref_url|share_source)=[^&#]*&?",
    re.I,
)


@Rule(
    code="MB359", name="tracking-parameters", finds="a link with tracking parameters",
    why="They report where readers come from, and make two URLs out of one.",
    bad=(_url("https://example.org/experts?utm_source=news&id=3"),
         _code("https://github.com/example/hydra?fbclid=abc")),
    good=(_url("https://example.org/experts?id=3"),
          _url("https://example.org/utm_source"),
          _code("https://github.com/example/hydra")),
    fix="`moebib fix` removes them.",
).each_work  # fmt: skip
def tracking_parameters(record: Record, _: Context) -> Iterator[Flaw]:
    """The other parameters are kept."""
    for path, url in links_of(record):
        front, mark, query = url.partition("?")
        if mark and _TRACKING.search(query):
            rest = _TRACKING.sub("", query).rstrip("&")
            new = f"{front}?{rest}" if rest and not rest.startswith("#") else front + rest
            yield Flaw(path, f"a link with tracking parameters: {url}", f"write {new}", _with_link(record, path, new))


_NOT_WEIGHTS = ("datasets", "spaces", "papers", "docs", "blog", "collections")


@Rule(
    code="MB360", name="weights-as-code", finds="a code link that leads to the page of a model",
    why="Readers who look for the code find weights, which have a field of their own.",
    bad=(_code("https://huggingface.co/example/hydra-8x7b"),
         _code("https://github.com/example/hydra", "https://huggingface.co/example/hydra/tree/main")),
    good=(_code("https://github.com/example/hydra"),
          _code("https://huggingface.co/spaces/example/hydra"),
          f'{_PAPER}[links]\nweights = ["https://huggingface.co/example/hydra"]'),
    fix="`moebib fix` moves it to links.weights.",
).each_work  # fmt: skip
def weights_as_code(record: Record, _: Context) -> Iterator[Flaw]:
    """Pages of models on Hugging Face, but not its data sets, spaces and papers."""
    for number, url in enumerate(record.links.code):
        model = re.match(r"https?://huggingface\.co/([\w.-]+)/[\w.-]+", url)
        if model and model[1] not in _NOT_WEIGHTS:
            code = tuple(other for other in record.links.code if other != url)
            weights = tuple(dict.fromkeys((*record.links.weights, url)))
            changes = {"links": record.links.evolve(code=code, weights=weights)}
            message = f"a code link that leads to weights: {url}"
            yield Flaw(("links", "code", number), message, "move it to links.weights", changes)


_PAPER_HOSTS = ("arxiv.org", "doi.org", "dx.doi.org", "openreview.net", "aclanthology.org", "dl.acm.org")


@Rule(
    code="MB361", name="paper-as-code", finds="a code link that leads to a paper",
    why="Readers who look for the code find the paper instead.",
    bad=(_code("https://arxiv.org/abs/2401.01234"), _code("https://example.org/experts.pdf")),
    good=(_code("https://github.com/example/hydra"), _code("https://gitlab.com/example/hydra"), _PAPER),
    fix="Remove it, or replace it with the URL of the code.",
).each_work  # fmt: skip
def paper_as_code(record: Record, _: Context) -> Iterator[Flaw]:
    """PDFs, and pages of publishers and preprint servers."""
    for number, url in enumerate(record.links.code):
        if _is_file(url) or host_of(url) in _PAPER_HOSTS:
            hint = "remove it, or replace it with the URL of the code"
            yield Flaw(("links", "code", number), f"a code link that leads to a paper: {url}", hint)


_UNSAFE = re.compile(r"\b(?:javascript|vbscript|data|file):(?=\S)", re.I)


@Rule(
    code="MB362", name="unsafe-url", finds="a URL in a note or another text that runs a script or opens a local file",
    why="It has no place in a bibliography. moebib escapes it when it exports the entry, but other programs may not.",
    bad=(f'{_PAPER}note = "[here](javascript:alert(1))"',
         f'{_PAPER}[extra]\nhowpublished = "file:///home/doe/a.pdf"'),
    good=(f'{_PAPER}note = "On JavaScript: a survey"',
          f'{_PAPER}note = "Data: see the appendix"',
          f'{_PAPER}[extra]\nfile = "file:///home/doe/a.pdf"'),
    fix="Remove it.", level="error",
).each_work  # fmt: skip
def unsafe_url(record: Record, _: Context) -> Iterator[Flaw]:
    """Reference managers keep the path of a PDF in `file`, so it is left alone."""
    texts = {"note": record.note, **{name: text for name, text in record.extra.items() if name != "file"}}
    for field, text in texts.items():
        if match := _UNSAFE.search(text):
            path = (field,) if field == "note" else ("extra", field)
            yield Flaw(path, f"a {match[0].lower()} URL in {field!r}", "remove it")


@Rule(
    code="MB363", name="duplicate-link", finds="a link that occurs twice in a work",
    why="One of them is a mistake, or in the wrong field.",
    bad=(_code("https://github.com/example/hydra", "https://github.com/Example/Hydra/"),
         f'{_url("https://example.org/x")}\n[links]\nproject = ["https://example.org/x"]'),
    good=(_code("https://github.com/example/hydra", "https://github.com/example/hydra2"),
          _url("https://example.org/x"),
          _PAPER),
    fix="Remove one; `moebib fix` does so if both are links of the same kind.",
).each_work  # fmt: skip
def duplicate_link(record: Record, _: Context) -> Iterator[Flaw]:
    """Case, a final slash and ".git" are ignored."""
    seen: dict[str, FieldPath] = {}
    for path, url in links_of(record):
        first = seen.setdefault(url.rstrip("/").removesuffix(".git").lower(), path)
        if first != path:
            where = ".".join(part for part in first if isinstance(part, str))
            changes = _with_link(record, path, None) if first[:2] == path[:2] else None
            yield Flaw(path, f"duplicate link, already in {where!r}: {url}", "remove one of the two", changes)


_PROXY = re.compile(r"\b(?:ez)?proxy\b|\.idm\.oclc\.org$|-(?:org|com|net)\.")


@Rule(
    code="MB364", name="restricted-link", finds="a link through the proxy of a library, or to a local machine",
    why="Other readers see a login page, or nothing.",
    bad=(_url("https://ieeexplore-ieee-org.proxy.example.edu/document/1"), _url("http://localhost:8000/paper")),
    good=(_url("https://ieeexplore.ieee.org/document/10323651"), _url("https://example.org/proxy-experts"), _PAPER),
    fix="Link to the page that everyone can open.",
).each_work  # fmt: skip
def restricted_link(record: Record, _: Context) -> Iterator[Flaw]:
    """Hosts such as "ieeexplore-ieee-org.proxy.example.edu", and localhost."""
    for path, url in links_of(record):
        host = host_of(url)
        if _PROXY.search(host) or host == "localhost":
            yield Flaw(path, f"a link that not everyone can open: {url}", "link to the page that everyone can open")


CLOSED_SITES = {
    "paperswithcode.com": "closed in 2025", "code.google.com": "closed in 2016", "goo.gl": "closed in 2025",
    "gforge.inria.fr": "closed in 2021", "bitly.com": "a short link, which may lead anywhere",
    "bit.ly": "a short link, which may lead anywhere", "tinyurl.com": "a short link, which may lead anywhere",
    "t.co": "a short link, which may lead anywhere",
}  # fmt: skip
"""Host -> why links to it do not last."""


@Rule(
    code="MB365", name="closed-site", finds="a link to a site that was closed, or to a URL shortener",
    why="Closed sites often redirect to unrelated pages, and short URLs stop working with the service.",
    bad=(_url("https://paperswithcode.com/paper/experts"), _code("https://goo.gl/AbCdEf")),
    good=(_url("https://example.org/paper/experts"), _code("https://github.com/paperswithcode/hydra"), _PAPER),
    fix="Link to the page itself.",
).each_work  # fmt: skip
def closed_site(record: Record, _: Context) -> Iterator[Flaw]:
    """Only sites in the table."""
    for path, url in links_of(record):
        if why := CLOSED_SITES.get(host_of(url)):
            yield Flaw(path, f"a link that does not last: {url}", why)


DEAD_LINK = Rule(
    code="MB366", name="dead-link", finds="a link to a page that does not exist any more",
    why="The server responds with 404 or 410, or the host does not exist. Timeouts, refusals and CAPTCHAs are "
        "inconclusive: such links are counted, but not reported as dead.",
    bad=(f"# responds with 404\n{_url('https://example.org/gone')}",
         f"# responds with 410\n{_code('https://code.example/deleted')}"),
    good=(_url("https://example.org/"), _code("https://github.com/example/hydra"), _PAPER),
    fix="Look for the new URL of the page; the Wayback Machine may have a copy.", level="error", option="--links",
)  # fmt: skip
REDIRECTED_LINK = Rule(
    code="MB367", name="redirected-link", finds="a link that is redirected to an unrelated page",
    why="Many sites redirect the URL of a page that is gone to their front page, a login page or a domain parking "
        "page, instead of responding with 404. A page that moved to another URL is not reported.",
    bad=(f"# redirects to https://www.example.com/\n{_url('https://example.org/gone')}",
         f"# redirects to https://example.org/login?next=/gone\n{_code('https://example.org/gone')}"),
    good=(_url("http://example.org/"), _code("https://example.org/hydra"), _PAPER),
    fix="Look for the new URL of the page; the Wayback Machine may have a copy.", option="--links",
)  # fmt: skip
