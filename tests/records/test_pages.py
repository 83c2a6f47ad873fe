"""What is at a URL is told by its site and its path."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.records.pages import kind_of_page, type_of_page
from strategies import examples


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://github.com/doe/hydra", "code"), ("https://github.com/doe/hydra/", "code"),
        ("http://www.github.com/doe/hydra.git", "code"), ("https://github.com/doe/hydra/tree/main/experts", "code"),
        ("https://github.com/doe/hydra#readme", "code"), ("https://github.com:443/doe/hydra", "code"),
        ("https://github.com/doe/hydra/blob/main/docs/README_en.md", "code"), ("https://gitlab.com/doe/hydra", "code"),
        ("https://pypi.org/project/hydra/", "code"), ("https://huggingface.co/spaces/doe/hydra", "code"),
        ("https://github.com/doe", "page"), ("https://github.com/topics/experts", "page"),
        ("https://github.com/doe/hydra/issues/3", "page"), ("https://doe.github.io/hydra/", "page"),
        ("https://github.com/doe/hydra/blob/main/hydra.pdf", "pdf"), ("https://a.example/x.pdf?raw=true", "pdf"),
        ("https://huggingface.co/doe/hydra-7b", "weights"), ("https://huggingface.co/datasets/doe/routes", "data"),
        ("https://huggingface.co/papers/2401.00010", "paper"), ("https://huggingface.co/blog/hydra", "post"),
        ("https://arxiv.org/abs/2401.00010", "paper"), ("https://openreview.net/forum?id=abcdefgh", "paper"),
        ("https://doi.org/10.5555/1", "paper"), ("https://ieeexplore.ieee.org/document/1", "paper"),
        ("https://www.sciencedirect.com/science/article/pii/S1", "paper"),
        ("https://a.example/publications/x", "paper"),
        ("https://proceedings.mlr.press/v139/doe21a.html", "paper"),
        ("https://www.youtube.com/watch?v=a", "video"), ("https://youtu.be/a", "video"),
        ("https://www.slideshare.net/doe/x", "slides"), ("https://docs.google.com/presentation/d/a", "slides"),
        ("https://medium.com/doe/x", "post"), ("https://doe.medium.com/x", "post"),
        ("https://doe.substack.com/p/x", "post"),
        ("https://blog.hydra.example/x", "post"), ("https://ai.hydrablog.com/2019/05/x.html", "post"),
        ("https://hydra.example/blog/x", "post"), ("https://towardsdatascience.com/x", "post"),
        ("https://hydra.example/", "page"), ("https://hydra.example", "page"),
        ("https://dev.hydra.example/", "page"), ("https://proceedings.hydra.example/paper/1", "paper"),
        ("https://[", "page"), ("https://blogger.example.org", "post"),
    ],
)  # fmt: skip
def test_the_kind_of_a_page(url: str, kind: str) -> None:
    assert kind_of_page(url) == kind


def test_what_is_known_only_by_its_page_has_the_type_of_the_page() -> None:
    assert type_of_page("https://github.com/doe/hydra") == "software"
    assert type_of_page("https://hydra.example/") == "webpage"
    assert type_of_page("https://arxiv.org/abs/2401.00010") is None


@examples(200)
@given(st.text(alphabet="htps:/.github.com?#[]@\0 blogpdf", max_size=60))
def test_any_text_has_a_kind(text: str) -> None:
    assert kind_of_page(text)
