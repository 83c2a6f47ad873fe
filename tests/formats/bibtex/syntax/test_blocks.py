"""Splitting any text into blocks, without loss."""

from __future__ import annotations

import pytest
from bibtexparser.splitter import Splitter
from hypothesis import given
from hypothesis import strategies as st

from moebib.formats.bibtex.syntax._parser import Braces, read_block
from moebib.formats.bibtex.syntax.blocks import Block, read_regular, scan

PIECES = (
    "@", "@misc{", "@article{key,", "@ misc (", "@string{", "@preamble{", "@comment", "{", "}", '"', "#", "=", ",",
    "\n", "\r\n", "\r", " ", "%", "\\", "\\}", "(", ")", "a", "title", "year = 2001", "é", "\0", "\ufeff",
    "\n@book{b, title = {T}}\n", "title = {a {b} c},", 'title = "a {"} b",', "title = {a \\} b},",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text()


def entry(text: str) -> Block:
    """The only entry of a text."""
    (entry_block,) = (block for block in scan(text) if block.kind == "entry")
    return entry_block


def values(block: Block) -> dict[str, str]:
    """The fields of the only entry, as written."""
    return {field.name: field.value for field in block.fields}


class TestAnyText:
    @given(TEXTS)
    def test_nothing_is_lost(self, text: str) -> None:
        assert "".join(block.raw for block in scan(text)) == text

    @given(TEXTS)
    def test_positions_are_those_in_the_text(self, text: str) -> None:
        for block in scan(text):
            assert text.startswith(block.key, max(block.key_start, 0))
            assert block.problem_start <= block.end
            for field in block.fields:
                assert block.start <= field.start <= field.value_start <= field.end <= block.end
                assert text.startswith(field.name, field.start)
                assert text.startswith(field.value, field.value_start)

    @given(TEXTS)
    def test_the_fast_path_agrees_with_the_full_grammar(self, text: str) -> None:
        for block in scan(text):
            regular = read_regular(text, block.start)
            if regular:
                assert regular == read_block(Braces(text), block.start)


WORDS = st.text("abcXYZ019", min_size=1, max_size=5)
LATEX = st.recursive(
    st.text("abc xyzé.:;-@%=\n'\\", max_size=8).filter(lambda text: not text.endswith("\\")),
    lambda inner: st.lists(inner, min_size=1, max_size=3).map("".join) | inner.map("{{{}}}".format),
    max_leaves=5,
).filter(lambda text: "\\{" not in text and "\\}" not in text and "\n@" not in text)
VALUES = LATEX.map("{{{}}}".format) | LATEX.map('"{}"'.format) | st.integers(0, 9999).map(str) | WORDS
FIELDS = st.dictionaries(WORDS.map("f{}".format), VALUES, max_size=6)


class TestRegularEntries:
    @given(WORDS, WORDS, FIELDS, st.sampled_from([" = ", "=", "\n =\t"]), st.booleans())
    def test_bibtexparser_reads_the_same(
        self, kind: str, key: str, fields: dict[str, str], equals: str, comma: bool
    ) -> None:
        lines = [f"{name}{equals}{value}" for name, value in fields.items()]
        text = f"@x{kind}{{{key},\n  " + ",\n  ".join(lines) + ",\n}" * comma + "\n}" * (not comma)
        if not fields:
            text = f"@x{kind}{{{key},\n}}"
        (block,) = scan(text)
        (theirs,) = Splitter(text).split().entries
        assert (block.key, block.problem) == (theirs.key, "")
        assert list(values(block).items()) == [(field.key, field.value) for field in theirs.fields]

    @pytest.mark.parametrize(
        "text",
        [
            "@book{k, title = {T}}",
            '@Book{DBLP:x/1,\r\n  title = "a {"} b",\r\n  year=2001 ,\r\n}',
            "@book{k,title={a {b {c {d}}}},month=jan}",
            "@book {k, publisher = pub-X:adr}",
            "@book{\n  k+1/2:3.é,\n  title\n=\n{T}\n}\n% note",
        ],
    )
    def test_they_are_read_by_the_fast_path(self, text: str) -> None:
        assert read_regular(text, 0) == entry(text)

    @pytest.mark.parametrize(
        "text",
        [
            "@string{k, title = {T}}",
            "@comment{k, title = {T}}",
            "@preamble{k, title = {T}}",
            "@book(k, title = {T})",
            "@ book{k, title = {T}}",
            "@book{k, title = {T} % note\n}",
            "@book{k, title = a # {T}}",
            "@book{k, title = {T} year = 2001}",
            "@book{k, title = {T}}, year = 2001}",
            "@book{k, title = {T\\}} }",
            "@book{k, title = {T}",
            "@book{k title = {T}}",
            "@book{k, title = }",
            "@book{, title = {T}}",
        ],
    )
    def test_other_entries_are_not_read_by_the_fast_path(self, text: str) -> None:
        assert read_regular(text, 0) is None


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("@book{k}", {}),
        ("@book{k,}", {}),
        ("@book{k, title = {a}, title = {b}, Author = {c}}", {"title": "{b}", "Author": "{c}"}),
        ('@book{k, title = "a {"} b"}', {"title": '"a {"} b"'}),
        ('@book{k, title = "{"}"}', {"title": '"{"}"'}),
        ('@book{k, title = {a "b} }', {"title": '{a "b}'}),
        ("@book{k, title = {a \\{b\\} c}}", {"title": "{a \\{b\\} c}"}),
        ("@book{k, title = {jo@x.org, @book{x, y}}}", {"title": "{jo@x.org, @book{x, y}}"}),
        ("@book{k, title = {a\n@book{x,\n y}\n b}, year = 1}", {"title": "{a\n@book{x,\n y}\n b}", "year": "1"}),
        ("@book{k, title = a # { b} # 12}", {"title": "a # { b} # 12"}),
        ("@book{k, month = 10~oct, day = 2001-05, n = 3(2)}", {"month": "10~oct", "day": "2001-05", "n": "3(2)"}),
        ("@book{k, title = , year = 1}", {"title": "", "year": "1"}),
        ("@book{k, title = }", {"title": ""}),
        ("@misc(k, title = {a) b}, year = 1)", {"title": "{a) b}", "year": "1"}),
        ("@misc(k, title = {a})", {"title": "{a}"}),
        ("@misc\n(\n k, title = {a})", {"title": "{a}"}),
        ("@ misc { k , title = {a}\n,\n}", {"title": "{a}"}),
        ("@misc{k, date added = {a}}", {"date added": "{a}"}),
        ("@misc{k, bdsk-url-1 = {a}, x:y.z/w+v = 1}", {"bdsk-url-1": "{a}", "x:y.z/w+v": "1"}),
        (
            "@misc{% c, }\nk % c, }\n, % c = {\nt % c\n = % {c}\n {a} % c\n # 1 % c\n % c\n, %\n}",
            {"t": "{a} % c\n # 1"},
        ),
        ("@misc{k,\r title = {a\rb},\r}\r", {"title": "{a\rb}"}),
        ("@misc{k,\xa0title =\u200b{a}\ufeff}", {"title": "{a}"}),
        ("\ufeff@misc{k, title = {\0}}", {"title": "{\0}"}),
    ],
)
def test_valid_entries_are_read_without_a_problem(text: str, fields: dict[str, str]) -> None:
    block = entry(text)
    assert (values(block), block.problem) == (fields, "")


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("{a/b:c+d.e'f,", "a/b:c+d.e'f"),
        ("{é中,", "é中"),
        ("{two words ,", "two words"),
        ("{a=b,", "a=b"),
        ("{a%b,", "a%b"),
        ("{(2001),", "(2001)"),
        ("{,", ""),
        ("{ ,", ""),
        ("{\n\n  k\n  ,", "k"),
    ],
)
def test_a_key_is_the_text_before_the_comma(head: str, key: str) -> None:
    block = entry(f"@misc{head} title = {{T}}}}")
    assert (block.key, block.problem, values(block)) == (key, "", {"title": "{T}"})


@pytest.mark.parametrize(
    ("text", "problem", "fields"),
    [
        ("@book{k\n title = {a}}", "missing comma after the key", {"title": "{a}"}),
        ("@book{k title = {a}}", "missing comma after the key", {"title": "{a}"}),
        ("@book{title = {a}}", "missing key", {"title": "{a}"}),
        ("@book(\n title = {a})", "missing key", {"title": "{a}"}),
        ("@book{ title = a # b}", "missing key", {"title": "a # b"}),
        ("@book{k, title = {a}\n year = 1}", "missing comma before this field", {"title": "{a}", "year": "1"}),
        ("@book{k,, title = {a},, year = 1}", "unexpected comma", {"title": "{a}", "year": "1"}),
        ("@book{k, title = {a} b, year = 1}", "unexpected text", {"title": "{a}", "year": "1"}),
        ("@book{k, title = {a}.\n year = 1}", "unexpected text", {"title": "{a}", "year": "1"}),
        ("@book{k, title {a}, year = 1}", "unexpected text", {"year": "1"}),
        ("@book{k, title = {a}, and so on}", "unexpected text", {"title": "{a}"}),
        ("@book(k, title = {a}, and so on)", "unexpected text", {"title": "{a}"}),
        ("@book{k, title = a # , year = 1}", "unexpected text", {"title": "a", "year": "1"}),
        ('@book{k, title = "a "b" c", year = 1}', "quote in a quoted value", {"title": '"a "b" c"', "year": "1"}),
        ("@book{k, title = {a}}, year = 1}", "closed before its last field", {"title": "{a}", "year": "1"}),
        ("@book{k, year = 1},\n title = {a}}", "closed before its last field", {"title": "{a}", "year": "1"}),
    ],
)
def test_invalid_entries_with_a_clear_meaning_are_read_with_a_problem(
    text: str, problem: str, fields: dict[str, str]
) -> None:
    block = entry(text)
    assert (values(block), block.problem, block.raw) == (fields, problem, text)
    assert 0 <= block.problem_start < len(text)


NEXT = "@book{next,\n title = {N},\n}"


@pytest.mark.parametrize(
    ("broken", "fields"),
    [
        ("@book{k, title = {a}, year = 1", {"title": "{a}", "year": "1"}),
        ("@book{k, title = {a},\n year = {1},", {"title": "{a}", "year": "{1}"}),
        ("@book(k, title = {a}", {"title": "{a}"}),
        ("@book{k, title = {a", {"title": "{a"}),
        ("@book{k, title =", {"title": ""}),
        ('@book{k, title = "a', {"title": '"a'}),
        ("@book{k,\n title = {a {b},\n year = {1},\n}", {"title": "{a {b}", "year": "{1}"}),
        ("@book{k,\n title = {a {b {c},\n year = {1},\n}", {"title": "{a {b {c}", "year": "{1}"}),
        ('@book{k,\n title = "a,\n year = "1",\n}', {"title": '"a', "year": '"1"'}),
        ("@book{k,\n title = {a},\n year = {1\n}", {"title": "{a}", "year": "{1\n}"}),
        ("  @book{k, title = {a}", {"title": "{a}"}),
    ],
)
def test_an_unclosed_entry_does_not_affect_the_next_one(broken: str, fields: dict[str, str]) -> None:
    first, second = (block for block in scan(f"{broken}\n\n{NEXT}\n") if block.kind == "entry")
    assert values(first) == fields
    assert first.problem
    assert second.raw == NEXT


@pytest.mark.parametrize("text", ["@book{cut,", "@book{", "@string{a", "@book{k, and so on}", "@string{a}"])
def test_an_unreadable_block_has_failed(text: str) -> None:
    first, _, second = scan(f"{text}\n\n{NEXT}")
    assert (first.kind, first.raw) == ("failed", text)
    assert first.problem
    assert second.raw == NEXT


class TestEscapedBraces:
    """Escaped braces count for BibTeX, but not for most other programs."""

    @pytest.mark.parametrize(
        ("text", "fields"),
        [
            ("@book{k, title = {a \\} b}, year = 1}", {"title": "{a \\} b}", "year": "1"}),
            ("@book{k, title = {a \\{ b}, year = 1}", {"title": "{a \\{ b}", "year": "1"}),
            ("@book{k,\n title = {a \\}},\n year = {1}\n}", {"title": "{a \\}}", "year": "{1}"}),
            ("@book{k, year = 1, title = {a \\}}}", {"year": "1", "title": "{a \\}}"}),
            ("@book{k, year = 1, title = {a \\}}, title = {b}}", {"year": "1", "title": "{b}"}),
            ("@book(k, title = {a \\} b}, year = 1)", {"title": "{a \\} b}", "year": "1"}),
        ],
    )
    def test_a_block_that_they_break_is_read_without_counting_them(self, text: str, fields: dict[str, str]) -> None:
        block = entry(f"{text}\n{NEXT}"[: -len(NEXT)])
        assert (values(block), block.raw, block.problem) == (fields, text, "")
        assert [block.raw for block in scan(f"{text}\n{NEXT}") if block.kind == "entry"] == [text, NEXT]

    def test_a_block_that_is_broken_either_way_is_read_as_far_as_possible(self) -> None:
        block = entry("@book{k, year = 1, % {\n title = {a \\} b}, note = {")
        assert values(block)["year"] == "1"
        assert block.problem

    def test_long_blocks_are_not_read_twice(self) -> None:
        block = entry("@book{k, title = {a \\} " + "b" * (1 << 20) + "}}")
        assert block.problem


class TestOtherBlocks:
    @pytest.mark.parametrize("text", ['@string{ pub = "a" # b }', '@STRING (pub = "a" # b)', '@string{pub="a" # b,}'])
    def test_a_string_has_one_field(self, text: str) -> None:
        (block,) = scan(text)
        assert (block.kind, values(block), block.problem) == ("string", {"pub": '"a" # b'}, "")

    @pytest.mark.parametrize("text", ['@preamble{"\\x{a}" # b}', '@Preamble ( "\\x{a}" # b )'])
    def test_a_preamble_has_a_field_without_a_name(self, text: str) -> None:
        (block,) = scan(text)
        assert (block.kind, values(block), block.problem) == ("preamble", {"": '"\\x{a}" # b'}, "")

    def test_a_preamble_without_quotes_is_kept_whole(self) -> None:
        (block,) = scan("@preamble{ \\newcommand{\\x}{y} }")
        assert values(block) == {"": "\\newcommand{\\x}{y} "}
        assert block.problem

    @pytest.mark.parametrize(
        "text",
        [
            "@comment{jabref-meta: databaseType:bibtex;}",
            "@Comment{\n  @book{old, title = {not read}}\n  @misc{older}\n}",
            "@comment{BibDesk Static Groups{\n<dict><key>a</key></dict>\n}}",
        ],
    )
    def test_a_comment_in_braces_is_one_block(self, text: str) -> None:
        first, _, second = scan(f"{text}\n{NEXT}")
        assert (first.kind, first.raw, second.raw) == ("comment", text, NEXT)

    @pytest.mark.parametrize(
        "text", ["@comment from here on", "@comment", "@Comment{never closed", "@comment 100% (b)"]
    )
    def test_a_comment_without_braces_ends_with_its_line(self, text: str) -> None:
        first, _, second = scan(f"{text}\n{NEXT}")
        assert (first.kind, first.raw, second.raw) == ("comment", text, NEXT)

    def test_an_entry_may_follow_on_the_line_of_a_comment(self) -> None:
        assert entry("@comment see @book{k, title = {T}}").key == "k"

    def test_a_type_that_begins_with_comment_is_an_entry(self) -> None:
        assert entry("@commented{k, title = {T}}").type == "commented"


class TestBetween:
    @pytest.mark.parametrize(
        "text",
        [
            "jo@example.org",
            "jo@example.org (at work)",
            "write to @home {evenings}",
            "@ the office",
            "@see (below)",
            "@",
            "@{}",
            "% @book{x,\n%  title = {commented out},\n% }",
            "%@book{,\n%  title = {}}",
            "  % cite as @book{x, y}, see @string{a = {b}}",
            "%@book{x, title = {T}}",
        ],
    )
    def test_an_at_sign_in_prose_does_not_start_an_entry(self, text: str) -> None:
        first, second = scan(f"{text}\n\n{NEXT}")
        assert (first.kind, second.raw) == ("between", NEXT)

    @pytest.mark.parametrize(
        "text",
        [
            "}{NEXT}",
            "see {NEXT}",
            "@misc{a},\n{NEXT}, ",
            "@misc{a}{NEXT}",
            "\t {NEXT}",
        ],
    )
    def test_an_entry_may_start_anywhere_in_a_line(self, text: str) -> None:
        assert NEXT in [block.raw for block in scan(text.replace("{NEXT}", NEXT))]


@pytest.mark.parametrize(
    "text",
    [
        "@a{k,\n title = {x {y},\n year = {1}\n}\n\n" * 2000,
        "@a{k,\n title = {x},\n\n" * 2000,
        '@a(k, t = "x "y\n' * 2000,
        "@a{k, t = {\\}},\n year = 1}\n" * 500,
        "@a{k, a={\n" * 5000,
        "@a{k, a={\n" * 5000 + "}" * 10000,
        "@a{k," + "\n a={" * 10000,
        "@a{k," + " a" * 100000,
        "@a{k, t = " + "{" * 10000 + "}" * 10000 + "}",
        "@a{k, t = " + "{" * 100000,
        "@a{k, t = {" + "x" * 10_000_000 + "}}",
        "@comment{" * 5000,
        "@" * 100000,
        " @" * 100000,
        "\n" * 1_000_000,
        "\0" * 1_000_000,
    ],
    ids=lambda text: text[:24],
)
def test_a_hostile_text_is_scanned_in_linear_time(text: str) -> None:
    assert sum(len(block.raw) for block in scan(text)) == len(text)


def test_deep_braces_and_long_fields_are_read_completely() -> None:
    deep = "{" * 10000 + "}" * 10000
    assert values(entry(f"@a{{k, t = {deep}, u = {{{'x' * 100_000}}}}}")) == {"t": deep, "u": f"{{{'x' * 100_000}}}"}
