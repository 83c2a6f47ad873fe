"""`stats`: the works of a list are counted."""

from __future__ import annotations

from pathlib import Path

from moebib import store
from moebib.commands.stats import Truth, count, count_truth
from moebib.library.library import Library
from moebib.records.model import Model
from moebib.records.record import Record
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


def test_truth_counts_values_by_the_number_of_their_sources() -> None:
    source = {"source": "dblp", "date": "2026-11-24"}
    disputed = {"disputed": [{"value": "2", "source": "crossref"}]}
    works = [
        Record(id="a", type="book", title="A", volume="1", origin={"title": source | {"confirmed": 2}}),
        Record(id="b", type="book", title="B", volume="1", origin={"title": source, "volume": source | disputed}),
        Record(
            id="c", type="book", title="C", versions=[{"title": "D", "origin": {"title": source | {"confirmed": 1}}}]
        ),
    ]
    truth = count_truth(Library(works, [Model(id="m", name="M", layers=2)]))
    assert truth["title"] == Truth(several=1, single=0, named=1, unconfirmed=1, disputed=0)
    assert truth["volume"] == Truth(several=0, single=0, named=1, unconfirmed=1, disputed=1)
    assert truth["versions.title"] == Truth(several=0, single=1, named=0, unconfirmed=0, disputed=0)
    assert truth["models.layers"].values == 1
