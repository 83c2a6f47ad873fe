"""New keys are written into documents, and every other character is kept."""

from __future__ import annotations

import pytest

from moebib.citations.rewrite import rewrite_citations
from moebib.errors import InputError

KEYS = {"old": "new2024", "older": "old"}


@pytest.mark.parametrize(("name", "text", "expected"), [
    ("a.tex", r"\cite[p.~3]{x, old}\nocite{older}", r"\cite[p.~3]{x, new2024}\nocite{old}"),
    ("a.tex", "% a\u2028b\x0c\r\n\\cite{old,\r\n  old}", "% a\u2028b\x0c\r\n\\cite{new2024,\r\n  new2024}"),
    ("a.md", "As @old [-@{older}, p. 3; @old].", "As @new2024 [-@{old}, p. 3; @new2024]."),
    ("a.tex", r"\textcquote[3]{old}{old} \defcitealias{old}{I}",
     r"\textcquote[3]{new2024}{old} \defcitealias{new2024}{I}"),
    ("a.md", "{cite:p}`{old}old{old},x` `old`", "{cite:p}`{old}new2024{old},x` `old`"),
    ("a.org", r"[cite:old @old old; @x] citep:&old;&x cite:old,x old \cite{old}",
     r"[cite:old @new2024 old; @x] citep:&new2024;&x cite:new2024,x old \cite{new2024}"),
    ("a.rst", ":cite:p:`x,old` [old]_ ``[old]_`` old", ":cite:p:`x,new2024` [new2024]_ ``[old]_`` old"),
    ("a.adoc", "cite:old[old(old), x] cite[old, old=1] old", "cite:old[new2024(old), x] cite[new2024, old=1] old"),
    ("a.typ", '@old #cite(<old>) #cite(label("older"))', '@new2024 #cite(<new2024>) #cite(label("old"))'),
])  # fmt: skip
def test_every_citation_gets_the_new_key(name: str, text: str, expected: str) -> None:
    assert rewrite_citations(text, name, KEYS)[0] == expected


@pytest.mark.parametrize(("name", "text"), [
    ("a.tex", r"old \label{old} % \cite{old}"),
    ("a.tex", r"\verb|\cite{old}| \cite{oldest,very-old}"),
    ("a.md", "old `@old` me@old <!-- @old -->"),
    ("a.typ", "old // @old"),
])  # fmt: skip
def test_other_text_is_unchanged(name: str, text: str) -> None:
    assert rewrite_citations(text, name, KEYS) == (text, 0)


def test_a_document_in_an_unsupported_language_is_refused() -> None:
    with pytest.raises(InputError):
        rewrite_citations("old", "a.docx", KEYS)


@pytest.mark.parametrize("key", ["a^^5cinput", "a&b", "a b", "a}b", ""])
def test_a_document_gets_no_key_that_tex_would_execute(key: str) -> None:
    with pytest.raises(InputError, match=r"invalid key .*\nhint: a key contains no spaces"):
        rewrite_citations(r"\cite{old}", "a.tex", {"old": key})
