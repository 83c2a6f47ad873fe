"""splink over rows, with DuckDB: `run_splink.py SETTINGS ROWS PAIRS`, in an environment that has it.

With "how" ("labels" or "em") it learns from the rows first and writes the model to the file "model". The columns are
what someone who knows bibliographies would configure: folded letters, families, numbers and notices of the title.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import exchange
import pandas as pd
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

_NOTICES = ("erratum", "errata", "correction", "corrigendum", "addendum", "retraction", "reply", "response", "comment",
            "comments")  # fmt: skip
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "ii", "iii", "iv", "v", "i")
_EMPTY = frozenset(("a", "an", "the", "of", "on", "in", "at", "to", "for", "from", "by", "with", "and", "or"))


def _fold(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()


def _columns(row: dict[str, Any]) -> dict[str, Any]:
    title = _fold(re.sub(r"[{}$\\]", "", row["title"]))
    words = re.findall(r"[^\W_]+", title)
    content = [word for word in words if word not in _EMPTY]
    families = [re.sub(r"\W", "", _fold(name.strip("{}").partition(",")[0])) for name in row["authors"]]
    given = _fold(row["authors"][0].partition(", ")[2])
    marks = [word for word in words if word in _NOTICES or word in _ORDINALS] + re.findall(r"\d+", title)
    return {
        "unique_id": row["id"], "label": row.get("label"), "title": "".join(words), "words": content or words,
        "head": "".join(re.findall(r"[^\W_]+", title.partition(":")[0])) if ":" in title else None,
        "first3": " ".join(content[:3]), "last3": " ".join(content[-3:]), "marks": " ".join(sorted(marks)),
        "family": families[0], "given": re.sub(r"\W", "", given) or None, "initial": given[:1] or None,
        "families": families, "year": int(row["year"]) if row["year"] else None,
        "preprint": row["preprint"], "kind": "book" if row["type"] == "book" else "paper",
        "container": "".join(re.findall(r"\w+", _fold(row["container"]))) or None,
        "workshop": "workshop" in row["container"].lower(),
        "volume": row["volume"] or None, "page": row["page"].partition("-")[0] or None,
        "edition": row["edition"] or None, "arxiv": row["arxiv"] or None, "doi": row["doi"] or None,
    }  # fmt: skip


def _custom(name: str, *levels: Any) -> cl.CustomComparison:
    made = [level if not isinstance(level, str) else cll.CustomLevel(level, label_for_charts=level) for level in levels]
    return cl.CustomComparison(output_column_name=name, comparison_levels=[*made, cll.ElseLevel()])


def _null(*columns: str) -> Any:
    return cll.CustomLevel(
        " or ".join(f"{column}_{side} is null" for column in columns for side in "lr")
    ).configure(is_null_level=True)  # fmt: skip


_SHARED = "len(list_intersect(words_l, words_r))"
_PEOPLE = "len(list_intersect(families_l, families_r))"
_COMPARISONS = [
    _custom("title", _null("title"), "title_l = title_r", "levenshtein(title_l, title_r) <= 2",
            "list_sort(words_l) = list_sort(words_r)", "title_l = head_r or head_l = title_r",
            "length(least(title_l, title_r)) > 8 and (starts_with(title_l, title_r) or starts_with(title_r, title_l))",
            f"{_SHARED} >= 0.85 * greatest(len(words_l), len(words_r))",
            "jaro_winkler_similarity(title_l, title_r) >= 0.95",
            f"{_SHARED} >= 0.6 * greatest(len(words_l), len(words_r))"),
    _custom("marks", "marks_l = marks_r"),
    _custom("first author", _null("family"), "family_l = family_r and given_l = given_r",
            "family_l = family_r and (initial_l = initial_r or given_l is null or given_r is null)",
            "family_l = given_r or given_l = family_r", "jaro_winkler_similarity(family_l, family_r) >= 0.9",
            "family_l = family_r"),
    _custom("people", f"{_PEOPLE} = greatest(len(families_l), len(families_r))",
            f"{_PEOPLE} = least(len(families_l), len(families_r))",
            f"{_PEOPLE} >= 0.5 * least(len(families_l), len(families_r))", f"{_PEOPLE} > 0"),
    _custom("year", _null("year"), "year_l = year_r", "abs(year_l - year_r) = 1", "abs(year_l - year_r) = 2"),
    _custom("place", _null("volume", "page"), "volume_l = volume_r and page_l = page_r",
            "volume_l = volume_r or page_l = page_r"),
    _custom("page", _null("page"), "page_l = page_r", "page_l = '1' or page_r = '1'"),
    _custom("container", _null("container"), "container_l = container_r",
            "jaro_winkler_similarity(container_l, container_r) > 0.8", "preprint_l <> preprint_r"),
    _custom("workshop", "workshop_l = workshop_r"),
    _custom("kind", "kind_l = kind_r"),
    _custom("edition", _null("edition"), "edition_l = edition_r"),
    _custom("arxiv", _null("arxiv"), "arxiv_l = arxiv_r"),
]  # fmt: skip


def _settings(*, strict: bool) -> SettingsCreator:
    """With *strict*, two titles with different numbers or notices are not compared."""
    keys = [("title",), ("first3",), ("last3",), ("head",), ("substr(title, 1, 15)",), ("family", "year"),
            ("volume", "page"), ("arxiv",), ("doi",)]  # fmt: skip
    marks = ("marks",) if strict else ()
    late = ["l.family = r.family and l.year = r.year + 1", "l.family = r.family and r.year = l.year + 1"]
    blocks = [block_on(*key, *marks) for key in keys] + [
        f"{rule} and l.marks = r.marks" if strict else rule for rule in late
    ]
    return SettingsCreator("dedupe_only", comparisons=_COMPARISONS, blocking_rules_to_generate_predictions=blocks,
                           probability_two_random_records_match=1e-5, retain_matching_columns=False)  # fmt: skip


def _train(linker: Linker, how: str) -> None:
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    if how == "labels":
        linker.training.estimate_m_from_label_column("label")
    else:
        for rule in (block_on("title"), block_on("family", "year"), block_on("last3")):
            linker.training.estimate_parameters_using_expectation_maximisation(rule)


def _completed(model: dict[str, Any]) -> dict[str, Any]:
    """With a small probability for levels that no labelled pair has, which splink would ignore as uninformative."""
    for comparison in model["comparisons"]:
        for level in comparison["comparison_levels"]:
            if not level.get("is_null_level"):
                level["m_probability"] = level.get("m_probability") or 0.001
                level["u_probability"] = level.get("u_probability") or 1e-6
    return model


def _find(settings: dict[str, Any], rows: list[dict[str, Any]]) -> Iterator[tuple[str, str, float]]:
    api = DuckDBAPI()
    api.duckdb_con.execute("SET threads = 2")
    table = api.register(pd.DataFrame([_columns(row) for row in rows]))
    path = Path(settings["model"])
    if "how" in settings:
        linker = Linker(table, _settings(strict=settings["strict"]), log_level="ERROR")
        _train(linker, settings["how"])
        linker.misc.save_model_to_json(str(path), overwrite=True)
        path.write_text(json.dumps(_completed(json.loads(path.read_text("utf-8")))), "utf-8")
    linker = Linker(table, str(path), log_level="ERROR")
    predictions = linker.inference.predict(threshold_match_weight=settings["weight"]).as_pandas_dataframe()
    yield from predictions[["unique_id_l", "unique_id_r", "match_weight"]].itertuples(index=False, name=None)


def main() -> None:
    settings = json.loads(sys.argv[1])
    rows = exchange.rows(sys.argv[2])
    exchange.answer(lambda: list(_find(settings, rows)))


if __name__ == "__main__":
    main()
