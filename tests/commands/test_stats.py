"""`stats`: the works of a list are counted."""

from __future__ import annotations

from pathlib import Path

from moebib import store
from moebib.commands.stats import count
from small_list import CONFIG, make_list


def test_count_orders_years_venues_and_sections(tmp_path: Path) -> None:
    counts = count(
        store.load(
            make_list(
                tmp_path,
                moebib=CONFIG.replace("routing", "system/caching-x"),
                arden2021sorting='type = "book"',
                brook2024keeping='type = "book"\nissued = "2025"\ncontainer_title = "Z"',
            )
        )
    )
    assert counts.by_year == {"2022": 1, "2025": 1}
    assert counts.by_venue == {"Journal of Invented Results": 1, "Z": 1}
    assert counts.by_section == {"system/caching-x": 0, "system/caching": 1}
