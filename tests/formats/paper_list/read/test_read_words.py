"""The words by which lists say what something is."""

from __future__ import annotations

import pytest

from moebib.formats.paper_list.document import Role
from moebib.formats.paper_list.read.words import (
    column_role,
    is_contents,
    label_role,
    link_kind,
    link_kind_of_url,
    means_none,
)


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Code", "code"), ("[Official Code]", "code"), ("GitHub Repo", "code"), ("PyTorch", "code"),
        ("Code (PyTorch)", "code"), ("Official Implementation (JAX)", "code"), ("代码", "code"), ("コード", "code"),
        ("코드", "code"), ("PDF", "pdf"), ("pdf link", "pdf"), ("Paper", "paper"), ("arXiv", "paper"),
        ("arXiv:2401.00001", "paper"), ("Full-text", "paper"), ("Read the paper", "paper"), ("论文", "paper"),
        ("논문", "paper"), ("Artículo", "paper"), ("Project Page", "project"), ("Blog", "project"),
        ("プロジェクト", "project"), ("Slides", "slides"), ("スライド", "slides"), ("Talk", "video"),
        ("Vidéo", "video"), ("Dataset", "data"), ("データ", "data"), ("Models", "weights"), ("HF", "weights"),
        ("モデル", "weights"),
    ],
)  # fmt: skip
def test_a_label_says_what_a_link_leads_to(label: str, kind: str) -> None:
    assert link_kind(label) == link_kind(label, whole=True) == kind
    assert column_role(label) in ("url", "title")  # "Paper" is the header of titles


@pytest.mark.parametrize(
    "label", ["", "1", "v2", "The Paper", "GShard", "Code Llama", "Papers with Code", "Paper of the Year", "🔥"]
)
def test_other_words_are_no_labels(label: str) -> None:
    assert link_kind(label) == link_kind(label, whole=True) == ""
    assert label_role(label) is None


@pytest.mark.parametrize("name", ["Model-GLUE", "Data-Free Pruning"])
def test_a_name_that_begins_like_a_label_is_none_outside_of_links(name: str) -> None:
    assert link_kind(name)
    assert link_kind(name, whole=True) == ""


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://github.com/a/b", "code"),
        ("http://www.github.com/a", "code"),
        ("https://github.com/a/b/blob/main/Paper.PDF", "pdf"),
        ("https://a.github.io/b", "project"),
        ("https://arxiv.org/abs/2401.00001", "paper"),
        ("https://doi.org/10.5555/1", "paper"),
        ("https://huggingface.co/a/b", "weights"),
        ("https://hf.co/a/b", "weights"),
        ("https://huggingface.co/papers/2401.00001", "paper"),
        ("https://huggingface.co/datasets/a/b", "data"),
        ("https://huggingface.co/spaces/a", "project"),
        ("https://youtu.be/x", "video"),
        ("https://a.example/x.pdf?y", "pdf"),
        ("https://a.example/x", ""),
        ("http://[bad", ""),
        ("", ""),
    ],
)
def test_a_host_says_what_a_link_leads_to(url: str, kind: str) -> None:
    assert link_kind_of_url(url) == kind


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Paper Title", "title"), ("Paper", "title"), ("标题", "title"), ("論文", "title"),
        ("제목", "title"), ("Título", "title"), ("название", "title"), ("Method", "title"), ("Authors", "authors"),
        ("Autoren", "authors"), ("作者", "authors"), ("저자", "authors"), ("Conference/Journal", "venue"),
        ("Published in", "venue"), ("会议/期刊", "venue"), ("학회", "venue"), ("Year", "date"), ("Jahr", "date"),
        ("Año", "date"), ("год", "date"), ("発表年", "date"), ("Tags", "keyword"), ("キーワード", "keyword"),
        ("Task", "keyword"), ("TL;DR", "comment"), ("Affiliation", "comment"), ("摘要", "comment"), ("Repo", "url"),
        ("Paper Link", "url"), ("  links ", "url"), ("#Params", None), ("No.", None), ("", None), ("Type", None),
    ],
)  # fmt: skip
def test_a_header_says_what_a_column_holds(header: str, role: Role | None) -> None:
    assert column_role(header) == role


@pytest.mark.parametrize(
    ("label", "role"),
    [("Authors", "authors"), ("by", "authors"), ("Venue", "venue"), ("Published at", "venue"), ("时间", "date"),
     ("Paper", "url"), ("Link", "url"), ("Code", "url"), ("Title", "title"), ("TLDR", "comment"), ("A Survey", None)],
)  # fmt: skip
def test_a_label_before_a_colon_says_what_follows(label: str, role: Role | None) -> None:
    assert label_role(label) == role


@pytest.mark.parametrize(
    ("heading", "expected"),
    [("Contents", True), ("📖 Table of Contents", True), ("1. Contents", True), ("目录", True), ("목차", True),
     ("Índice", True), ("TOC:", True), ("Inhaltsverzeichnis", True), ("Contents of the Box", False),
     ("Overview of Experts", False), ("2024 Index Papers", False)],
)  # fmt: skip
def test_the_heading_of_a_table_of_contents(heading: str, expected: bool) -> None:
    assert is_contents(heading) is expected


@pytest.mark.parametrize(
    "text", ["", "-", "—", "N/A", "n.a.", "None", "Not available", "⚠️", "TBD", "无", "Coming soon"]
)
def test_lists_say_in_many_ways_that_there_is_none(text: str) -> None:
    assert means_none(text)


@pytest.mark.parametrize("text", ["0", "No", "A", "None of the above"])
def test_other_texts_are_values(text: str) -> None:
    assert not means_none(text)
