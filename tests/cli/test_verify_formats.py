"""`verify --output-format`, `-o` and `--policy`: reports for programs, for a co-author, and by the words of a venue."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import click
import pytest
from test_update_command import NOTHING_NEW, WARM_PUBLISHED
from test_verify_command import BY_TITLE, DIFFERS, NOT_FOUND, OK

import moebib.cli._verdicts as verdicts
from moebib.cli.verify import verify as command
from moebib.lookup.policies import POLICIES
from services import queried, services
from small_list import Done, files_of, make_list, moebib

BOOK = "@book{book, title = {A Book}, author = {Brook, Tom}, year = 1999}\n"
OF_ANOTHER = """\
@misc{another, title = {<script>alert(1)</script> \u202e & more}, author = {Roe, Ann}, doi = {10.5555/invented.12}}
"""
LOST = "@article{broken, and {not} = {an} entry\n"
ALL = OK + DIFFERS + BY_TITLE.replace("\\\\", "\\") + NOT_FOUND + BOOK + OF_ANOTHER + LOST


def verify(folder: Path, bib: str, *options: str, **settings: Any) -> Done:
    (folder / "paper.bib").write_text(bib, "utf-8")
    with services({**NOTHING_NEW, "dblp": [dict(WARM_PUBLISHED)]}):
        return moebib("verify", "paper.bib", *options, folder=folder, **settings)


def test_sarif_has_a_result_for_what_is_to_be_corrected_or_checked(tmp_path: Path) -> None:
    done = verify(tmp_path, ALL, "--output-format", "sarif")
    (run,) = json.loads(done.out)["runs"]
    places = [
        (
            result["ruleId"],
            result["level"],
            result["message"]["text"].partition(":")[0],
            result["locations"][0]["physicalLocation"]["region"]["startLine"],
        )
        for result in run["results"]
    ]
    assert places[1:] == [
        ("MB213", "error", "sorting", 3),
        ("MB211", "error", "cooling", 6),
        ("MB214", "warning", "book", 7),
        ("MB212", "error", "another", 8),
    ]
    assert places[0][0] == "MB121"
    assert {rule["id"]: rule["shortDescription"]["text"] for rule in run["tool"]["driver"]["rules"]}["MB211"] == (
        "a reference that no source has"
    )


def test_github_has_an_annotation_at_the_field(tmp_path: Path) -> None:
    lines = verify(tmp_path, DIFFERS, "--output-format", "github").out.splitlines()
    assert lines == [
        "::error file=paper.bib,line=1,col=69,title=MB213::MB213 sorting: authors: only 1 here, "
        "'Jan van den Berg' (2 of 3) in crossref%0Ahttps://doi.org/10.5555/invented.12"
    ]


def test_junit_has_a_test_case_per_reference(tmp_path: Path) -> None:
    suite = ET.fromstring(verify(tmp_path, ALL, "--output-format", "junit").out)[0]
    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "7",
        "failures": "3",
        "errors": "1",
        "skipped": "1",
    }
    results = {case.get("name"): [part.tag for part in case] for case in suite}
    assert results == {
        "broken": ["error"],
        "warm": ["system-out"],
        "sorting": ["failure"],
        "bounds": [],
        "cooling": ["failure"],
        "book": ["skipped"],
        "another": ["failure"],
    }
    assert [(case.get("file"), case.get("line")) for case in suite if case.get("name") == "sorting"] == [
        ("paper.bib", "3")
    ]


def test_xml_has_no_character_that_xml_forbids(tmp_path: Path) -> None:
    hostile = "@misc{x\x00\x1by, title = {\x00\x08\ufffe\U0001f600 ]]> <b>}, author = {Roe, Ann}}\n"
    done = verify(tmp_path, OK + hostile, "--output-format", "junit")
    assert len(ET.fromstring(done.out)[0]) == 2


class Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_html_report_is_one_file_that_runs_nothing(tmp_path: Path) -> None:
    done = verify(tmp_path, ALL, "-o", "report.html")
    assert done.out.splitlines()[0] == "warm: ok"  # printed for people, too
    assert "wrote report.html\n" in done.err
    text = (tmp_path / "report.html").read_text("utf-8")
    tags = Elements(text).tags
    assert {tag for tag, _ in tags}.isdisjoint({"script", "img", "link", "iframe", "object", "form", "svg"})
    assert not any(name.startswith("on") or name in ("src", "style") for _, given in tags for name in given)
    links = [given["href"] or "" for tag, given in tags if tag == "a"]
    assert links
    assert all(link.startswith(("https://", "#r")) for link in links)
    anchors = {given.get("id") for tag, given in tags if tag == "article"}
    assert {link.removeprefix("#") for link in links if link.startswith("#")} <= anchors
    assert "&lt;script&gt;alert(1)&lt;/script&gt; \\u202e &amp; more" in text
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text


def test_a_report_is_the_same_on_stdout_and_in_a_file(tmp_path: Path) -> None:
    for name in ("r.html", "r.json", "r.sarif", "r.xml"):
        verify(tmp_path, ALL, "-o", name)
        format_ = {"xml": "junit"}.get(name[2:], name[2:])
        assert verify(tmp_path, ALL, "--output-format", format_, "-o", "-").out == (tmp_path / name).read_text("utf-8")
    assert verify(tmp_path, ALL, "--json").out == (tmp_path / "r.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-o", "report.txt"], "no report of this kind: 'report.txt'"),
        (["--json", "--output-format", "html"], "--json and --output-format html cannot be combined"),
        (["--dry-run"], "--diff and --dry-run need"),
        (["--json", "--fix", "--diff"], "--diff prints a patch; write the json to a file with -o"),
    ],
)
def test_a_report_that_cannot_be_made_is_refused_before_any_query(
    tmp_path: Path, options: list[str], message: str
) -> None:
    done = verify(tmp_path, OK, *options)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert list(files_of(tmp_path)) == ["paper.bib"]


def test_a_report_in_the_place_of_a_file_of_git_is_refused_before_any_query(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    done = verify(tmp_path, OK, "-o", ".git/config.html")
    assert (done.code, done.out, queried) == (2, "", [])
    assert "this file belongs to git" in done.err


def test_works_of_the_list_are_at_their_entries(tmp_path: Path) -> None:
    old = make_list(tmp_path) / "entries" / "papers" / "brook2024keeping.toml"
    old.write_text(old.read_text("utf-8").replace("Brook, Tom", "Pond, Eve"), "utf-8")
    with services(NOTHING_NEW):
        done = moebib("verify", "--all", "--json", folder=tmp_path)
        github = moebib("verify", "--all", "--output-format", "github", folder=tmp_path)
    places = {result["key"]: (result["file"], result["line"]) for result in json.loads(done.out)}
    assert places["cho2022bounds"] == ("entries/papers/cho2022bounds.toml", 1)
    assert github.out.startswith("::error file=entries/papers/brook2024keeping.toml,line=3,col=")


def test_works_of_the_bundled_list_have_no_place(tmp_path: Path) -> None:
    with services(NOTHING_NEW):
        done = moebib("verify", "dai2024deepseekmoe", "--json", folder=tmp_path)
    assert json.loads(done.out)[0]["file"] is None


@pytest.mark.parametrize(
    ("policy", "treatments"),
    [
        ("arxiv", ["error to correct", "non-existent, unless found by hand", "check by hand", "decided by people"]),
        ("acl", ["error to correct", "non-existent, unless found by hand", "check by hand", "decided by people"]),
        (
            "neurips",
            [
                "decided by people",
                "non-existent, unless found by hand",
                "check by hand",
                "non-existent, unless found by hand",
            ],
        ),
    ],
)
def test_a_policy_says_what_a_verdict_means(tmp_path: Path, policy: str, treatments: list[str]) -> None:
    done = verify(tmp_path, OK + DIFFERS + NOT_FOUND + BOOK + OF_ANOTHER, "--policy", policy, "--json")
    assert [result["policy"] for result in json.loads(done.out)] == ["fine", *treatments]
    assert str(POLICIES[policy].stated) in done.err
    assert POLICIES[policy].source in done.err
    assert "[non-existent, unless found by hand]" in verify(tmp_path, NOT_FOUND, "--policy", policy).out


def test_every_policy_has_its_source_and_day() -> None:
    for policy in POLICIES.values():
        assert re.match(r"https://", policy.source)
        assert policy.stated.year == 2026


@pytest.mark.parametrize("name", ["text", *verdicts.FORMATS])
def test_no_output_calls_a_reference_fabricated(tmp_path: Path, name: str) -> None:
    for policy in POLICIES:
        done = verify(tmp_path, ALL, "--output-format", name, "--policy", policy)
        assert not re.search(r"fabricat|fake|fraud|invention", done.out + done.err, re.IGNORECASE)


@pytest.mark.parametrize("width", [40, 80])
def test_text_fits_a_narrow_terminal_and_links_stay_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("NO_COLOR", "1")
    lines = verify(tmp_path, ALL, is_terminal=True).out.splitlines()
    assert [line for line in lines if len(line) > width and "https://" not in line] == []
    assert {"evidence", "https://doi.org/10.5555/invented.12"} <= {word for line in lines for word in line.split()}
    assert not any("\u202e" in line for line in lines)


def test_on_a_terminal_the_values_to_compare_begin_in_one_column(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    assert verify(tmp_path, DIFFERS, is_terminal=True).out.splitlines() == [
        "sorting: differs",
        "  authors here         only 1",
        "  authors in crossref  'Jan van den Berg' (2 of 3)",
        "  evidence             https://doi.org/10.5555/invented.12",
    ]


def test_the_html_report_has_both_values_beside_one_another_and_marks_the_words_that_differ(tmp_path: Path) -> None:
    another = DIFFERS.replace("Sorting Experts by", "Sorting Many Experts by").replace("Arden, M.", "Pond, Eve")
    verify(tmp_path, another, "-o", "report.html")
    text = (tmp_path / "report.html").read_text("utf-8")
    assert "<th scope=row>title</th><td>&#x27;Sorting <mark>Many</mark> Experts by Temperature&#x27;</td>" in text
    assert "<td>&#x27;Sorting Experts by Temperature&#x27;</td></tr>" in text
    assert text.count("evidence: ") == 1


NAMES = ["a b.bib", "literature (été) 50%.bib", "a,b:c.bib", "#1?.bib"]


@pytest.mark.parametrize("name", NAMES)
def test_names_of_files_are_escaped_for_programs(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(DIFFERS, "utf-8")
    with services(NOTHING_NEW):
        sarif = moebib("verify", name, "--output-format", "sarif", folder=tmp_path).out
        github = moebib("verify", name, "--output-format", "github", folder=tmp_path).out
        junit = moebib("verify", name, "--output-format", "junit", folder=tmp_path).out
    (result,) = json.loads(sarif)["runs"][0]["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"[\w.~!$&'()*+,;=@/-]+|(?:[\w.~-]|%[0-9A-F]{2})+", uri, re.ASCII)
    assert unquote(uri) == name
    properties = github.removeprefix("::error ").partition("::")[0]
    assert dict(part.split("=") for part in properties.split(","))["file"] == (
        name.replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
    )
    assert ET.fromstring(junit)[0][0].get("file") == name


def test_a_title_gives_no_command_to_a_program(tmp_path: Path) -> None:
    """GitHub reads a command at the beginning of each line of a log; %0A in it is a line break."""
    hostile = DIFFERS.replace("Sorting Experts by {Temperature}", "{Geese%0A::error::x\n::stop-commands::y}")
    hostile = hostile.replace("Arden, M.", "Pond, Eve")
    out = verify(tmp_path, hostile, "--output-format", "github").out
    assert [line[:8] for line in out.splitlines()] == ["::error "]
    assert "title: 'Geese%250A::error::x" in out


def test_junit_says_in_one_line_what_differs(tmp_path: Path) -> None:
    suite = ET.fromstring(verify(tmp_path, DIFFERS + NOT_FOUND, "--output-format", "junit").out)[0]
    failures = [(failure.get("message"), failure.text) for failure in suite.iter("failure")]
    assert [message for message, _ in failures] == ["differs: authors", "not found (all 3 sources responded)"]
    assert failures[1][1] == "title: Cooling Experts Down"


def test_every_format_and_policy_can_be_chosen() -> None:
    choices = {param.name: set(param.type.choices) for param in command.params if isinstance(param.type, click.Choice)}
    assert choices == {"output_format": {"text", *verdicts.FORMATS}, "policy": set(POLICIES)}
