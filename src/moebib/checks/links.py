"""The links of entries, and what is known of the sites that they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from moebib.records.fields import FieldPath
from moebib.records.model import Model
from moebib.records.record import Record

__all__ = ["CLOSED_SITES", "HTTPS_HOSTS", "host_of", "is_file", "is_viewer", "landing_page", "links_of"]

# Sites that have used https for years.
HTTPS_HOSTS = frozenset({
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
CLOSED_SITES = {
    "paperswithcode.com": "closed in 2025", "code.google.com": "closed in 2016", "goo.gl": "closed in 2025",
    "gforge.inria.fr": "closed in 2021", "bitly.com": "a short link, which may lead anywhere",
    "bit.ly": "a short link, which may lead anywhere", "tinyurl.com": "a short link, which may lead anywhere",
    "t.co": "a short link, which may lead anywhere",
}  # fmt: skip
"""Host -> why links to it do not last."""

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


def is_file(url: str) -> bool:
    """Whether *url* is that of a PDF or of another file to print."""
    return bool(_FILE.search(url))


def is_viewer(url: str) -> bool:
    """Whether *url* is that of a program that shows a PDF."""
    return bool(_VIEWER.search(url))


def landing_page(url: str) -> str | None:
    """The page about the work that *url* is a file or another view of; ``None`` if that is not certain.

    >>> landing_page("https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=10528887")
    'https://ieeexplore.ieee.org/document/10528887'
    """
    return next((match.expand(page) for pattern, page in _LANDING_PAGES if (match := pattern.match(url))), None)
