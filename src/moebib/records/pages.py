"""Pages: what a URL leads to, as far as the site or the path says it: a paper, code, data, a post, a talk."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from moebib.records.archives import archive_at
from moebib.records.fields import Type
from moebib.records.identifier import Scheme
from moebib.records.links import find_link
from moebib.records.proceedings import appearance_at

__all__ = ["PageKind", "kind_of_page", "type_of_page"]

PageKind = Literal["paper", "pdf", "code", "weights", "data", "slides", "video", "post", "page"]
"""What is at a URL; "page" is any other page."""

_HOSTS: dict[str, PageKind] = {
    **dict.fromkeys(
        ("aaai.org", "academic.oup.com", "acs.org", "aps.org", "bmva-archive.org.uk", "cambridge.org", "cell.com",
         "cidrdb.org", "citeseerx.ist.psu.edu", "computer.org", "core.ac.uk", "dblp.org", "degruyter.com",
         "direct.mit.edu", "dl.acm.org", "ecva.net", "eprint.iacr.org", "frontiersin.org", "hindawi.com",
         "ieeexplore.ieee.org", "ijcai.org", "iopscience.iop.org", "iospress.com", "isca-archive.org",
         "isca-speech.org", "jmlr.org", "jstor.org", "link.springer.com", "mdpi.com", "mitpressjournals.org",
         "morganclaypool.com", "nature.com", "nowpublishers.com", "onlinelibrary.wiley.com", "openreview.net",
         "plos.org", "pnas.org", "portal.acm.org", "researchgate.net", "rsc.org", "sagepub.com", "scholar.archive.org",
         "science.org", "sciencedirect.com", "sciencemag.org", "semanticscholar.org", "sigops.org", "ssrn.com",
         "tandfonline.com", "usenix.org", "vldb.org", "worldscientific.com"), "paper"),
    **dict.fromkeys(("gist.github.com", "colab.research.google.com"), "code"),
    **dict.fromkeys(("data.mendeley.com", "openml.org"), "data"),
    **dict.fromkeys(("slideshare.net", "slideslive.com", "speakerdeck.com"), "slides"),
    **dict.fromkeys(("bilibili.com", "videolectures.net", "vimeo.com", "youtu.be", "youtube.com"), "video"),
    **dict.fromkeys(
        ("blogspot.com", "dev.to", "ghost.io", "googleblog.com", "hashnode.dev", "juejin.cn", "lesswrong.com",
         "medium.com", "mp.weixin.qq.com", "qiita.com", "substack.com", "towardsdatascience.com", "tumblr.com",
         "wordpress.com", "zenn.dev", "zhuanlan.zhihu.com"), "post"),
}  # fmt: skip
"""What all pages of a site are; a site includes its subdomains."""
_FORGES = r"(?:github\.com|gitlab\.com|bitbucket\.org|gitee\.com|codeberg\.org|git\.sr\.ht)"
_HF = r"(?:huggingface\.co|hf\.co)"
_PAGES: tuple[tuple[PageKind, str], ...] = (
    ("page", r"github\.com/(?:about|apps|collections|features|marketplace|orgs|search|settings|sponsors|topics|"
             r"trending)(?:/|$)"),
    ("code", rf"{_FORGES}/[^/?#]+/[^/?#]+/?(?:[?#]|$)"),
    ("code", rf"{_FORGES}/[^/?#]+/[^/?#]+/(?:-/)?(?:tree|src|releases?|wiki)(?:[/?#]|$)"),
    ("code", rf"{_FORGES}/[^/?#]+/[^/?#]+/(?:-/)?blob/[^?#]*/readme[\w.-]*(?:[?#]|$)"),
    ("code", rf"(?:{_HF}/spaces|pypi\.org/project|crates\.io/crates|npmjs\.com/package|"
             r"sourceforge\.net/projects|cran\.r-project\.org/package)[/=]"),
    ("data", rf"(?:{_HF}|kaggle\.com)/datasets/"),
    ("weights", rf"{_HF}/(?!(?:blog|chat|collections|datasets|docs|learn|papers|posts|spaces)/)[^/?#]+/[^/?#]+/?"
                r"(?:tree/.*|[?#].*)?$|modelscope\.cn/models/"),
    ("slides", r"docs\.google\.com/presentation/|[^?#]*\.pptx?(?:[?#]|$)"),
    ("pdf", r"[^?#]*\.(?:pdf|ps|ps\.gz|djvu)(?:[?#]|$)"),
    ("post", r"[\w.-]*blog[\w-]*\.[\w.-]+/|[^?#]*/(?:blogs?|blogposts?|posts?)(?:[/?#]|$)"),
)  # fmt: skip
"""What is at a URL, by its host, without "www.", and its path; the first row counts."""
_PAPER = re.compile(r"[^?#]*/(?:papers?|pubs?|publications?|proceedings|abs|abstracts?|doi)(?:[/?#]|$)", re.I)
_TYPES: dict[PageKind, Type] = {
    "code": "software", "weights": "software", "data": "dataset", "post": "post-weblog",
    "slides": "webpage", "video": "webpage", "page": "webpage",
}  # fmt: skip


@cache
def _compiled() -> tuple[tuple[PageKind, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern, re.I)) for kind, pattern in _PAGES)


@lru_cache(maxsize=20_000)
def kind_of_page(url: str) -> PageKind:
    """What is at *url*, as far as the URL says it.

    >>> [kind_of_page(f"https://{page}") for page in ("github.com/doe/hydra", "arxiv.org/abs/2401.00010", "a.example/")]
    ['code', 'paper', 'page']
    """
    match = re.match(r"(?:https?://)?(?:www\.)?([^/?#:]*)(?::\d+)?/*(.*)", url, re.I)
    host, path = match.groups() if match else ("", "")
    host = host.lower()
    by_page = next((kind for kind, pattern in _compiled() if pattern.match(f"{host}/{path}")), None)
    labels = host.split(".")
    by_host = (_HOSTS.get(".".join(labels[start:])) for start in range(len(labels)))
    if kind := by_page or next(filter(None, by_host), None):
        return kind
    if _PAPER.match(f"/{path}"):
        return "paper"
    identifier = find_link(url)
    if identifier is None:
        return "page"
    is_paper = identifier.scheme not in (Scheme.URL, Scheme.HF) or appearance_at(url) or archive_at(url)
    return "paper" if is_paper else "page"


def type_of_page(url: str) -> Type | None:
    """The type of a work of which no more is known than its page; ``None`` if it is a paper of an unknown type.

    >>> [type_of_page(f"https://{page}") for page in ("github.com/doe/hydra", "blog.a.example/x", "a.example/x.pdf")]
    ['software', 'post-weblog', None]
    """
    return _TYPES.get(kind_of_page(url))
