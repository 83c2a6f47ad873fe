"""The words by which lists say what something is: labels of links, names of parts, and headers of columns.

Lists are written in many languages; a word is compared without case, accents and punctuation.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from moebib.text.fold import fold

if TYPE_CHECKING:
    from moebib.formats.paper_list.document import Role

__all__ = ["column_role", "is_contents", "label_role", "link_kind", "link_kind_of_url", "means_none", "only_opens"]

_LINK_LABELS = {
    "code": "code codes github git repo repository source implementation official unofficial pytorch tensorflow jax "
            "keras toolkit software library 代码 源码 官方代码 开源 コード 実装 코드 codigo quellcode quelltext код",
    "weights": "weights model models hf huggingface checkpoint checkpoints ckpt 模型 权重 モデル 모델",
    "data": "data dataset datasets benchmark corpus 数据 数据集 データ データセット 데이터",
    "project": "project page website homepage web site demo blog news docs doc documentation colab notebook "
               "leaderboard app playground twitter tweet thread wiki post appendix supplementary supp supplement "
               "supplemental review reviews discussion readme 项目 主页 项目主页 博客 演示 网站 プロジェクト 프로젝트 "
               "proyecto",
    "slides": "slides slide ppt pptx poster presentation 幻灯片 スライド 슬라이드",
    "video": "video videos talk youtube recording 视频 動画 영상",
    "pdf": "pdf",
    "paper": "paper papers arxiv doi openreview link abs abstract html url preprint article acm ieee springer "
             "proceedings publication full text report tech technical read original source springer sciencedirect "
             "aclanthology anthology acl nature here 论文 链接 原文 文章 地址 論文 リンク 논문 링크 articulo artigo "
             "artikel enlace "
             "lien papier ссылка статья extended version ext journal conference site",
}  # fmt: skip
_KIND_OF_LABEL = {fold(word): kind for kind, words in reversed(_LINK_LABELS.items()) for word in words.split()}
_SMALL = frozenset(("the", "official", "our", "and", "of", "paper", "1", "2", "3", "a", "v1", "v2", "v3", "main"))
_MARKS = re.compile(r"[\W_]+")


def link_kind(label: str, *, whole: bool = False) -> str:
    """The field of ``Links`` that *label* stands for, or "paper" for a page of the work itself; "" if unknown.

    With *whole*, every word has to be one of a label, as in text that is no link.

    >>> link_kind("[Code]"), link_kind("Code (PyTorch)"), link_kind("论文"), link_kind("GShard")
    ('code', 'code', 'paper', '')
    >>> link_kind("Model-GLUE"), link_kind("Model-GLUE", whole=True)
    ('weights', '')
    """
    words = [word for word in _MARKS.split(fold(label)) if word]
    if not words or len(words) > 4:
        return ""
    kinds = [_KIND_OF_LABEL.get(word, "") for word in words]
    named = [kind for kind, word in zip(kinds, words, strict=True) if kind and word not in _SMALL]
    known = sum(bool(kind) or word in _SMALL or word.isdigit() for kind, word in zip(kinds, words, strict=True))
    if known == len(words):
        return (named or kinds)[0]
    begins = re.match(r"\W*\w+\s*[-(:]", label) is not None
    return kinds[0] if begins and not whole else ""


_KIND_OF_HOST = {
    "github.com": "code", "gitlab.com": "code", "bitbucket.org": "code", "gitee.com": "code", "codeberg.org": "code",
    "youtube.com": "video", "youtu.be": "video", "vimeo.com": "video", "bilibili.com": "video",
    "slideshare.net": "slides", "slideslive.com": "video", "zenodo.org": "data", "kaggle.com": "data",
    "colab.research.google.com": "project", "twitter.com": "project", "x.com": "project", "medium.com": "project",
}  # fmt: skip


@cache
def link_kind_of_url(url: str) -> str:
    """What a URL leads to, by its host: "code", "weights", "data", "video", "slides", "project", "pdf" or "paper"."""
    from moebib.records.links import find_link

    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if host in ("huggingface.co", "hf.co"):
        first = parts.path.strip("/").partition("/")[0]
        return {"papers": "paper", "datasets": "data", "spaces": "project", "blog": "project"}.get(first, "weights")
    if host in _KIND_OF_HOST and not parts.path.lower().endswith(".pdf"):
        return _KIND_OF_HOST[host]
    identifier = find_link(url)
    if identifier and identifier.scheme != "url":
        return "paper"
    return "project" if host.endswith(".github.io") else "pdf" if parts.path.lower().endswith(".pdf") else ""


_PART_NAMES: dict[Role, str] = {
    "title": "title papertitle name paper work 标题 题目 论文 论文标题 论文题目 论文名称 "
             "论文名 タイトル 論文 제목 titulo "
             "titel titre название статья titolo tytuł",
    "authors": "author authors authored by 作者 著者 저자 autor autores auteurs autoren авторы автор autori yazarlar",
    "venue": "venue venues conference journal published publishedin publication publisher proceedings where source "
             "conf confjournal conferencejournal journalconference venueyear publishedat accepted acceptedat "
             "appearedin "
             "会议 期刊 会议期刊 发表 来源 出处 会议/期刊 学会 会議 학회 conferencia congreso revista revue konferenz "
             "tagung конференция журнал",
    "date": "date time year published publishdate publisheddate publicationdate month released submitted "
            "submitteddate 时间 日期 年份 发表时间 发布时间 年 日付 発表年 発表日 날짜 연도 fecha ano jahr datum "
            "annee год дата anno rok data",
    "keyword": "keyword keywords tag tags label labels topic topics category categories task tasks 关键词 标签 类别 "
               "キーワード 키워드 palabras clave stichworte",
    "comment": "summary abstract tldr tl;dr description note notes comment comments institution institutions "
               "institute affiliation affiliations org organization company highlight highlights contribution "
               "contributions bibtex takeaway citation citations cite stars recom remark remarks 摘要 简介 机构 备注 "
               "概述 "
               "概要 要約 기관 초록 resumen",
}  # fmt: skip
_ROLE_OF_NAME: dict[str, Role] = {
    _MARKS.sub("", fold(name)): role for role, names in reversed(_PART_NAMES.items()) for name in names.split()
}


def label_role(label: str) -> Role | None:
    """What follows a label such as "Authors:"; ``None`` if it is no such label.

    >>> label_role("Authors"), label_role("Code"), label_role("A Survey")
    ('authors', 'url', None)
    """
    bare = _MARKS.sub("", fold(label))
    if bare in ("link", "links", "url", "paper", "paperlink", "论文", "論文", "논문") or (
        link_kind(label, whole=True) and bare not in _ROLE_OF_NAME
    ):
        return "url"
    return _ROLE_OF_NAME.get(bare)


def column_role(header: str) -> Role | None:
    """What a column holds, by its header: "url" for links of any kind; ``None`` if the header does not say it.

    >>> column_role("Paper Title"), column_role("发表时间"), column_role("Code"), column_role("#Params")
    ('title', 'date', 'url', None)
    """
    bare = _MARKS.sub("", fold(header))
    if role := _ROLE_OF_NAME.get(bare):
        return role
    if bare in (
        "titlelinks",
        "titlelink",
        "titleandlink",
        "articletitle",
        "worktitle",
        "method",
        "reference",
        "papers",
    ):
        return "title"
    return "url" if link_kind(header, whole=True) or bare in ("links", "resources", "codelink", "paperlink") else None


_CONTENTS = re.compile(
    r"(?:\d+ )?(?:(?:table of )?contents?|toc|index|overview|目录|内容|目次|indice|inhalt(?:sverzeichnis)?|sommaire"
    rf"|menu|{fold('목차')})"
)


def is_contents(heading: str) -> bool:
    """Whether a heading is that of a table of contents."""
    return _CONTENTS.fullmatch(_MARKS.sub(" ", fold(heading)).strip()) is not None


_TO_OPEN = frozenset(["click", "expand", "unfold", "open", "show", "see", "view", "toggle", "collapse", "details",
                      "more"])  # fmt: skip
_TO_OPEN_WHAT = frozenset([
    "here", "me", "to", "and", "or", "for", "the", "this", "all", "full", "list", "table", "papers", "paper", "entries",
])  # fmt: skip


def only_opens(summary: str) -> bool:
    """Whether the summary of ``<details>`` says only that they can be opened, and is no heading.

    >>> [only_opens(summary) for summary in ("👉 Click to expand!", "Show all papers", "Papers", "Open models")]
    [True, True, False, False]
    """
    words = set(_MARKS.sub(" ", fold(summary)).split())
    return not words.isdisjoint(_TO_OPEN) and words <= _TO_OPEN | _TO_OPEN_WHAT


_NONE = frozenset(("", "na", "none", "notavailable", "notreleased", "unavailable", "tbd", "tba", "todo", "无", "暂无",
                   "null",
                   "nocode", "nolink", "unk", "unknown", "undated", "comingsoon"))  # fmt: skip


def means_none(text: str) -> bool:
    """Whether a text says that there is no value: "-", "N/A", "Not available", a warning sign."""
    return _MARKS.sub("", fold(text)) in _NONE
