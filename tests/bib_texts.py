"""Hypothesis strategies for the text of .bib files in many layouts."""

from __future__ import annotations

from hypothesis import strategies as st

__all__ = ["FIELD_NAMES", "VALUES", "fields", "files"]

VALUES = st.recursive(
    st.text('ab \n\\"@#%=,é~$-', max_size=6),
    lambda inner: st.lists(inner.map("{{{}}}".format), max_size=3).map("x ".join),
)
FIELD_NAMES = st.sampled_from(["title", "Title", "YEAR", "note", "author", "x-y", "url"])


@st.composite
def fields(draw: st.DrawFn) -> str:
    name, value = draw(FIELD_NAMES), draw(VALUES)
    literal = draw(
        st.sampled_from([f"{{{value}}}", f'"{value}"' if '"' not in value else "{q}", "1999", "jan", 'a # "b"'])
    )
    equals = draw(st.sampled_from(["=", " = ", "   = ", " =\n  "]))
    return f"{name}{equals}{literal}"


@st.composite
def files(draw: st.DrawFn) -> str:
    parts = [draw(st.sampled_from(["", "% top\n", "mail me@home\n\n", '@string{a = "A"}\n']))]
    for number in range(draw(st.integers(1, 3))):
        gap = draw(st.sampled_from([", ", ",\n  ", "\n , ", ",\r\n\t", ", % why\n"]))
        body = "".join(f"{gap}{field}" for field in draw(st.lists(fields(), max_size=4)))
        tail = draw(st.sampled_from(["}", ",\n}", "\n}", ", }"]))
        parts.append(f"@{draw(st.sampled_from(['book', 'Misc', 'ARTICLE']))}{{k{number}{body}{tail}")
        parts.append(draw(st.sampled_from(["\n", "\n\n", "", " % end\n", "\r\n\r\n"])))
    return "".join(parts)
