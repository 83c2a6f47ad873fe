"""Tables on terminals of any width: nothing is lost silently."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from moebib.cli._tables import table_lines

HEAD = ("KEY", "YEAR", "VENUE", "TITLE")
ROWS = [
    ("arden2021sorting", "2021", "Workshop on Invented Systems", "Sorting Experts by Temperature in a Warm Laboratory"),
    ("cho2022", "2022", "木木会議論文誌", "専門家の混合についての長い題名と短い要約、その他の発明された物"),
    ("e\u0301", "", "", "Cafe\u0301s, re\u0301sume\u0301s and other names with combining accents, many of them"),
    ("undated", "", "", "See https://works.example/a/very/long/path/that/has/no/space/in/it/at/all.html"),
]
LEAST = {"TITLE": 24, "VENUE": 8}


def lines(width: int, *, color: bool = False) -> list[str]:
    return list(table_lines(HEAD, ROWS, width, least=LEAST, color=color))


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal_except_for_a_url(width: int) -> None:
    assert [line for line in lines(width) if cell_len(line) > width and "://" not in line] == []


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_no_key_is_cut_and_every_cut_is_visible(width: int) -> None:
    shown = lines(width)
    text = "".join(" ".join(shown).split())
    assert all(any(line.split()[0] == row[0] for line in shown) for row in ROWS)
    for row in ROWS:
        whole = "".join(row[3].split())
        assert whole in text or any(f"{whole[:size]}…" in text for size in range(8, len(whole)))


def test_the_title_gives_way_first_and_then_the_venue() -> None:
    assert lines(78)[:2] == [
        "KEY               YEAR  VENUE                         TITLE",
        "arden2021sorting  2021  Workshop on Invented Systems  Sorting Experts by Temp…",
    ]
    assert lines(65)[1] == "arden2021sorting  2021  Workshop on In…  Sorting Experts by Temp…"


def test_columns_are_below_one_another_whatever_their_characters_are_wide() -> None:
    starts = {cell_len(line[: line.index(row[3][:4])]) for line, row in zip(lines(120)[1:], ROWS, strict=True)}
    assert len(starts) == 1


def test_what_has_no_room_in_a_line_is_below_the_key() -> None:
    assert lines(40)[:4] == [
        "arden2021sorting",
        "  year 2021 · venue Workshop on Invented",
        "  Systems · title Sorting Experts by",
        "  Temperature in a Warm Laboratory",
    ]


@pytest.mark.parametrize("width", range(14, 40))
def test_a_separator_is_between_two_values_of_a_line(width: int) -> None:
    rows = [("doe2024", "Sparse Experts", "10.5555/3600006", "Doe")]
    below = list(table_lines(("KEY", "TITLE", "DOI", "AUTHORS"), rows, width, least={}, color=False))[1:]
    assert [line for line in below if line.strip("· ") != line.strip()] == []


def test_an_empty_table_has_its_head() -> None:
    assert list(table_lines(("TAG", "WORKS"), [], 40, least={}, color=False)) == ["TAG  WORKS"]


def test_keys_and_the_head_are_in_colour() -> None:
    head, first = lines(200, color=True)[:2]
    assert head.startswith("\x1b[1mKEY")
    assert first.startswith("\x1b[36marden2021sorting\x1b[0m")


@pytest.mark.parametrize("color", [False, True])
def test_a_row_ends_with_its_last_value(color: bool) -> None:
    rows = [("mailto", "ann@example.org"), ("offline", "")]
    *_, last = table_lines(("SETTING", "VALUE"), rows, 80, least={}, color=color)
    assert last == ("\x1b[36moffline\x1b[0m" if color else "offline")
