"""Where links lead: to the page about the work, which exists and which everyone can open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.checks.links import CLOSED_SITES, host_of, is_file, is_viewer, landing_page, links_of
from moebib.checks.rules import Context, Flaw, Rule
from moebib.checks.rules._links import PAPER, with_code, with_page, work_at
from moebib.records.record import Record


@Rule(
    code="MB354", name="link-to-pdf", finds="a work whose link leads to a PDF instead of the page about it",
    why="The page has the abstract, the citation, the code and newer versions, and its URL lasts longer.",
    bad=(work_at("https://proceedings.mlr.press/v139/doe21a/doe21a.pdf"),
         work_at("https://example.org/uploads/experts.pdf"),
         work_at("https://openreview.net/pdf?id=AbCdEfGhIj")),
    good=(work_at("https://proceedings.mlr.press/v139/doe21a.html"),
          f'{PAPER}[links]\npdf = ["https://example.org/experts.pdf"]',
          work_at("https://example.org/pdf-tools")),
    fix="`moebib fix` links to the page if it is certain, and keeps the PDF under links.pdf.",
).each_work  # fmt: skip
def link_to_pdf(record: Record, _: Context) -> Iterator[Flaw]:
    """Also PostScript and DjVu."""
    url = record.url or ""
    if is_file(url) and not is_viewer(url):
        page = landing_page(url)
        hint = f"link to {page}" if page else "link to the page about the work, and move the PDF to links.pdf"
        yield Flaw(("url",), f"a link to a PDF: {url}", hint, with_page(record, page, keeping=url))


@Rule(
    code="MB355", name="link-to-pdf-viewer", finds="a work whose link leads to a PDF viewer",
    why="A viewer shows the PDF to those who have access, and says nothing about the work.",
    bad=(work_at("https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=10528887"),
         work_at("https://docs.google.com/viewer?url=https://example.org/a.pdf")),
    good=(work_at("https://ieeexplore.ieee.org/document/10528887"),
          work_at("https://example.org/viewers-of-experts"),
          PAPER),
    fix="`moebib fix` links to the page about the work if it is certain.",
).each_work  # fmt: skip
def link_to_pdf_viewer(record: Record, _: Context) -> Iterator[Flaw]:
    """Viewers of publishers, repositories and search engines."""
    url = record.url or ""
    if is_viewer(url):
        page = landing_page(url)
        hint = f"link to {page}" if page else "link to the page about the work"
        yield Flaw(("url",), f"a link to a PDF viewer: {url}", hint, with_page(record, page))


@Rule(
    code="MB356", name="non-canonical-link", finds="a link to another URL of the page about the work",
    why="With one URL per page, works can be found by it, and the links of two lists can be compared.",
    bad=(work_at("https://ieeexplore.ieee.org/abstract/document/10323651"),
         work_at("https://dl.acm.org/doi/abs/10.1145/1234567.1234568"),
         work_at("https://www.arxiv.org/abs/2502.05370")),
    good=(work_at("https://ieeexplore.ieee.org/document/10323651"),
          work_at("https://dl.acm.org/doi/10.1145/1234567.1234568"),
          work_at("https://example.org/abstract/document/1")),
    fix="`moebib fix` writes the canonical URL.", level="note",
).each_work  # fmt: skip
def non_canonical_link(record: Record, _: Context) -> Iterator[Flaw]:
    """What MB354 and MB355 find is left to them."""
    url = record.url or ""
    page = landing_page(url)
    if page and page != url and not is_file(url) and not is_viewer(url):
        yield Flaw(("url",), f"not the canonical URL, {page}: {url}", f"link to {page}", with_page(record, page))


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
    bad=(work_at("https://example.edu/~doe/publications/index.html"),
         work_at("https://scholar.google.com/citations?user=abc"),
         work_at("https://example.org/isys24/accepted-papers")),
    good=(work_at("https://example.edu/~doe/publications/doe24.html"),
          work_at("https://example.org/isys24/presentation/doe"),
          work_at("https://example.org/programming")),
    fix="Link to the page about the work; `moebib update KEY` looks for it.",
).each_work  # fmt: skip
def link_to_listing(record: Record, _: Context) -> Iterator[Flaw]:
    """Pages of people, groups, conferences and searches."""
    url = record.url or ""
    if _LISTING.search(url) and not is_file(url):
        yield Flaw(("url",), f"a link to a list of works: {url}", "link to the page about this work")


_NOT_WEIGHTS = ("datasets", "spaces", "papers", "docs", "blog", "collections")


@Rule(
    code="MB360", name="weights-as-code", finds="a code link that leads to the page of a model",
    why="Readers who look for the code find weights, which have a field of their own.",
    bad=(with_code("https://huggingface.co/example/hydra-8x7b"),
         with_code("https://github.com/example/hydra", "https://huggingface.co/example/hydra/tree/main")),
    good=(with_code("https://github.com/example/hydra"),
          with_code("https://huggingface.co/spaces/example/hydra"),
          f'{PAPER}[links]\nweights = ["https://huggingface.co/example/hydra"]'),
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
    bad=(with_code("https://arxiv.org/abs/2401.01234"), with_code("https://example.org/experts.pdf")),
    good=(with_code("https://github.com/example/hydra"), with_code("https://gitlab.com/example/hydra"), PAPER),
    fix="Remove it, or replace it with the URL of the code.",
).each_work  # fmt: skip
def paper_as_code(record: Record, _: Context) -> Iterator[Flaw]:
    """PDFs, and pages of publishers and preprint servers."""
    for number, url in enumerate(record.links.code):
        if is_file(url) or host_of(url) in _PAPER_HOSTS:
            hint = "remove it, or replace it with the URL of the code"
            yield Flaw(("links", "code", number), f"a code link that leads to a paper: {url}", hint)


_PROXY = re.compile(r"\b(?:ez)?proxy\b|\.idm\.oclc\.org$|-(?:org|com|net)\.")


@Rule(
    code="MB364", name="restricted-link", finds="a link through the proxy of a library, or to a local machine",
    why="Other readers see a login page, or nothing.",
    bad=(work_at("https://ieeexplore-ieee-org.proxy.example.edu/document/1"), work_at("http://localhost:8000/paper")),
    good=(work_at("https://ieeexplore.ieee.org/document/10323651"),
          work_at("https://example.org/proxy-experts"),
          PAPER),
    fix="Link to the page that everyone can open.",
).each_work  # fmt: skip
def restricted_link(record: Record, _: Context) -> Iterator[Flaw]:
    """Hosts such as "ieeexplore-ieee-org.proxy.example.edu", and localhost."""
    for path, url in links_of(record):
        host = host_of(url)
        if _PROXY.search(host) or host == "localhost":
            yield Flaw(path, f"a link that not everyone can open: {url}", "link to the page that everyone can open")


@Rule(
    code="MB365", name="closed-site", finds="a link to a site that was closed, or to a URL shortener",
    why="Closed sites often redirect to unrelated pages, and short URLs stop working with the service.",
    bad=(work_at("https://paperswithcode.com/paper/experts"), with_code("https://goo.gl/AbCdEf")),
    good=(work_at("https://example.org/paper/experts"), with_code("https://github.com/paperswithcode/hydra"), PAPER),
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
    bad=(f"# responds with 404\n{work_at('https://example.org/gone')}",
         f"# responds with 410\n{with_code('https://code.example/deleted')}"),
    good=(work_at("https://example.org/"), with_code("https://github.com/example/hydra"), PAPER),
    fix="Look for the new URL of the page; the Wayback Machine may have a copy.", level="error", option="--links",
)  # fmt: skip
REDIRECTED_LINK = Rule(
    code="MB367", name="redirected-link", finds="a link that is redirected to an unrelated page",
    why="Many sites redirect the URL of a page that is gone to their front page, a login page or a domain parking "
        "page, instead of responding with 404. A page that moved to another URL is not reported.",
    bad=(f"# redirects to https://www.example.com/\n{work_at('https://example.org/gone')}",
         f"# redirects to https://example.org/login?next=/gone\n{with_code('https://example.org/gone')}"),
    good=(work_at("http://example.org/"), with_code("https://example.org/hydra"), PAPER),
    fix="Look for the new URL of the page; the Wayback Machine may have a copy.", option="--links",
)  # fmt: skip
