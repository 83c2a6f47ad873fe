"""Addresses: where the landing page of a copy is, and what kind of page an address leads to."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

__all__ = [
    "CLOSED", "SECURE", "TRACKING", "host_of", "is_copy", "is_listing", "is_model_page", "is_viewer", "landing_page",
    "through_proxy",
]  # fmt: skip

# Hosts that have answered on https for years; a copy of the page on http is none that anybody should be sent to.
SECURE = frozenset({
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
CLOSED = {
    "paperswithcode.com": "closed in 2025", "code.google.com": "closed in 2016", "goo.gl": "closed in 2025",
    "gforge.inria.fr": "closed in 2021", "bitly.com": "a short link, which may lead anywhere",
    "bit.ly": "a short link, which may lead anywhere", "tinyurl.com": "a short link, which may lead anywhere",
    "t.co": "a short link, which may lead anywhere",
}  # fmt: skip
TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|_hs(?:enc|mi)|spm|ref_src|ref_url|share_source)=[^&#]*&?",
    re.I,
)
_ACM = re.compile(r"https?://dl\.acm\.org/doi/(?:pdf|epdf|pdfplus|abs|full|fullHtml)/(10\.\d{4,9}/[^?#\s]+)", re.I)
_IEEE = re.compile(
    r"https?://ieeexplore\.ieee\.org/(?:stamp/stamp\.jsp\?(?:[^#]*&)?arnumber=|abstract/document/|iel\w*/\S*?/0*)"
    r"(\d{5,10})", re.I
)  # fmt: skip
# (pattern of a copy, its landing page)
_LANDING: tuple[tuple[re.Pattern[str], str], ...] = (
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
_VIEWERS = re.compile(
    r"docs\.google\.com/(?:viewer|gview)|semanticscholar\.org/reader/|stamp/stamp\.jsp|/doi/epdf/|scholar\.archive\.org/"
    r"work/[^/]+/access|mozilla\.github\.io/pdf\.js|/pdfjs?/web/viewer|view\.officeapps\.live\.com|/viewer\.html\?file=|"
    r"alphaxiv\.org/|huggingface\.co/papers/|/viewcontent\.cgi|/enhanced/|readcube\.com/articles|drive\.google\.com/",
    re.I,
)  # fmt: skip
_COPIES = re.compile(r"\.(?:pdf|ps|ps\.gz|djvu)(?:[?#]|$)|arxiv\.org/pdf/|openreview\.net/pdf|/doi/pdf(?:plus)?/", re.I)
_LISTINGS = re.compile(
    r"/(?:my-?)?(?:publications?|pubs?|papers|selected-publications|publication-list)(?:/index)?(?:\.\w+)?/?(?:#.*)?$|"
    r"/(?:accepted-?papers?|program(?:me)?|schedule|agenda|technical-sessions|proceedings)(?:\.\w+)?/?(?:#.*)?$|"
    r"scholar\.google\.[\w.]+/(?:citations|scholar)\?|dblp\.(?:org|uni-trier\.de)/(?:pid|pers|search)|"
    r"dl\.acm\.org/(?:profile|toc|doi/proceedings)/|orcid\.org/\d|researchgate\.net/profile/|"
    r"semanticscholar\.org/(?:author|search)|ieeexplore\.ieee\.org/(?:xpl/conhome|xpl/tocresult|author)|"
    r"openreview\.net/(?:group|profile)\?|neurips\.cc/virtual/\d+/papers|arxiv\.org/(?:list|a)/",
    re.I,
)  # fmt: skip


def host_of(url: str) -> str:
    """The host, in lower case and without ``www.``; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def landing_page(url: str) -> str | None:
    """The page about the work of which *url* is a copy or another view; ``None`` where that is not certain.

    >>> landing_page("https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=10528887")
    'https://ieeexplore.ieee.org/document/10528887'
    """
    for pattern, page in _LANDING:
        if found := pattern.match(url):
            return found.expand(page)
    return None


def is_copy(url: str) -> bool:
    """Whether *url* is a file of the work, and not a page about it."""
    return bool(_COPIES.search(url))


def is_viewer(url: str) -> bool:
    """Whether *url* is a program that shows a copy."""
    return bool(_VIEWERS.search(url))


def is_listing(url: str) -> bool:
    """Whether *url* is a page about many works: of a person, a group, a conference."""
    return bool(_LISTINGS.search(url)) and not is_copy(url)


def is_model_page(url: str) -> bool:
    """Whether *url* is a page of weights on Hugging Face: an owner and a name, not a dataset, space or paper."""
    found = re.match(r"https?://huggingface\.co/([\w.-]+)/[\w.-]+", url)
    return found is not None and found[1] not in ("datasets", "spaces", "papers", "docs", "blog", "collections")


def through_proxy(host: str) -> bool:
    """Whether only members of a university can open it: "ieeexplore-ieee-org.proxy.example.edu"."""
    return bool(re.search(r"\b(?:ez)?proxy\b|\.idm\.oclc\.org$|-(?:org|com|net)\.", host)) or host == "localhost"
