"""`moebib check --online` and `--links`: findings that depend on responses, and responses that are inconclusive."""

from __future__ import annotations

from pathlib import Path

import pytest

from replay import Reply, Server, redirect, stall
from services import queried, services
from small_list import Done, moebib

HYDRA = {
    "type": "article", "genre": "preprint", "title": "Hydra: Sparse Experts at Scale", "author": ["Doe, Jane"],
    "issued": "2024-01-02", "container_title": "arXiv", "identifiers": ["arxiv:2401.01234"],
}  # fmt: skip
PUBLISHED = {
    "type": "paper-conference", "title": "Hydra: Sparse Experts at Scale", "author": ["Doe, Jane"], "issued": "2025",
    "container_title": "Imagined Systems", "identifiers": ["doi:10.5555/hydra", "arxiv:2401.01234"],
}  # fmt: skip
PAPER = """\
type = "article"
genre = "preprint"
title = "{title}"
author = ["Doe, Jane"]
issued = "2024-01-02"
container_title = "arXiv"
identifiers = ["{identifier}"]
"""
RULES = "MB347,MB348,MB350,MB366,MB367,MB427,MB428,MB429,MB46"


def paper(title: str = "Hydra: Sparse Experts at Scale", identifier: str = "arxiv:2401.01234") -> str:
    return PAPER.format(title=title, identifier=identifier)


def make(folder: Path, **papers: str) -> Path:
    (folder / "entries" / "papers").mkdir(parents=True)
    (folder / "moebib.toml").write_text("format = 2\n", encoding="utf-8")
    for key, text in papers.items():
        (folder / "entries" / "papers" / f"{key}.toml").write_text(text, encoding="utf-8")
    return folder


def check(folder: Path, *options: str, select: str = RULES) -> Done:
    return moebib("check", "--select", select, "--output-format", "concise", *options, folder=folder)


def findings(done: Done) -> list[str]:
    """The findings, with paths relative to the folder of papers."""
    return [line.rpartition("papers/")[2] for line in done.out.splitlines()]


# Services


def test_no_requests_are_made_without_online(tmp_path: Path) -> None:
    with services({"arxiv": [HYDRA]}):
        done = check(make(tmp_path, doe=paper("Routers")))
        assert (done.code, done.out, queried) == (0, "", [])


def test_an_identifier_of_another_work_is_reported_with_its_title(tmp_path: Path) -> None:
    with services({"arxiv": [HYDRA]}):
        done = check(make(tmp_path, doe=paper("Dense Routers on One GPU")), "--online")
    assert findings(done) == [
        "doe.toml:7:16: MB347 arxiv:2401.01234 belongs to 'Hydra: Sparse Experts at Scale' according to arxiv, "
        "not to 'Dense Routers on One GPU'"
    ]
    assert done.code == 1


def test_the_right_identifier_is_suggested_if_a_search_by_title_finds_it(tmp_path: Path) -> None:
    routers = {**HYDRA, "title": "Dense Routers on One GPU", "identifiers": ["arxiv:2401.09999"]}
    with services({"arxiv": [HYDRA, routers]}):
        done = moebib(
            "check", "--select", "MB347", "--online", folder=make(tmp_path, doe=paper("Dense Routers on One GPU"))
        )
    assert "help: its identifiers are arxiv:2401.09999\n" in done.out


@pytest.mark.parametrize(
    "title",
    [
        "Hydra: Sparse Experts at Scale",
        "HYDRA: sparse experts at scale",
        "Hydra - Sparse Experts at Scale",
        "Hydra: Sparse {Experts} at Scale.",
    ],
)
def test_an_equivalent_title_is_the_same(tmp_path: Path, title: str) -> None:
    with services({"arxiv": [HYDRA], "crossref": []}):
        done = check(make(tmp_path, doe=paper(title)), "--online")
    assert (done.code, done.out) == (0, "")
    assert done.err == "no problems found in 1 work\n"


def test_an_alias_is_one_of_its_titles(tmp_path: Path) -> None:
    text = paper("Many Heads for Many Experts") + 'aliases = ["Hydra: Sparse Experts at Scale"]\n'
    with services({"arxiv": [HYDRA]}):
        assert check(make(tmp_path, doe=text), "--online").code == 0


def test_another_first_author_is_not_another_title(tmp_path: Path) -> None:
    with services({"arxiv": [HYDRA]}):
        assert check(make(tmp_path, doe=paper().replace("Doe", "Roe")), "--online").code == 0


def test_an_unknown_identifier_is_reported_only_if_every_service_responded(tmp_path: Path) -> None:
    root = make(tmp_path, doe=paper(identifier="doi:10.5555/nothing"))
    with services({"arxiv": [HYDRA], "crossref": []}):
        done = check(root, "--online")
    assert findings(done) == ["doe.toml:7:16: MB348 no source has doi:10.5555/nothing (queried: arxiv, crossref)"]
    assert done.code == 1
    with services({"arxiv": [HYDRA], "crossref": []}, cut={"crossref"}):
        done = check(root, "--online")
    assert (done.code, done.out) == (4, "")


ARTICLE = {
    "type": "article-journal", "title": "Hydra: Sparse Experts at Scale", "author": ["Doe, Jane"], "issued": "2026",
    "container_title": "Journal of Imagined Systems", "identifiers": ["doi:10.5555/hydra"],
}  # fmt: skip
ENTRY = """\
type = "{type}"
title = "Hydra: Sparse Experts at Scale"
author = ["Doe, Jane"]
issued = "{issued}"
container_title = "{venue}"
identifiers = ["{identifier}"]
"""


@pytest.mark.parametrize(
    ("entry", "registrar", "work", "message"),
    [
        (
            {"type": "article-journal", "venue": "Journal of Imagined Systems"}, "crossref",
            {"type": "article", "genre": "preprint", "container_title": "bioRxiv"},
            "type: 'article-journal' here, 'preprint' in crossref",
        ),
        (
            {"type": "paper-conference", "venue": "NeurIPS 2026"}, "crossref", {},
            "container_title: 'NeurIPS 2026' here, 'Journal of Imagined Systems' in crossref",
        ),
        (
            {"type": "paper-conference", "venue": "ICML 2026"}, "crossref",
            {"type": "paper-conference", "container_title": "Workshop on Imagined Systems at ICML 2026"},
            "container_title: 'ICML 2026' here, 'Workshop on Imagined Systems at ICML 2026' in crossref",
        ),
        (
            {"type": "article-journal", "venue": "Journal of Imagined Systems", "issued": "2021"}, "crossref", {},
            "issued: '2021' here, '2026' in crossref",
        ),
        (
            {"type": "article-journal", "venue": "Journal of Imagined Systems"}, "datacite",
            {"type": "dataset", "container_title": ""}, "type: 'article-journal' here, 'dataset' in datacite",
        ),
    ],
)  # fmt: skip
def test_a_doi_of_another_publication_is_reported_with_both_values(
    tmp_path: Path, entry: dict[str, str], registrar: str, work: dict[str, str], message: str
) -> None:
    text = ENTRY.format(**{"issued": "2026", "identifier": "doi:10.5555/hydra", **entry})
    with services({registrar: [{**ARTICLE, **work}]}):
        done = check(make(tmp_path, doe=text), "--online")
    assert findings(done) == [f"doe.toml:6:16: MB350 doi:10.5555/hydra is of another publication; {message}"]
    assert done.code == 1


def test_a_doi_of_another_publication_is_reported_on_a_version(tmp_path: Path) -> None:
    version = '[[versions]]\ngenre = "preprint"\ncontainer_title = "bioRxiv"\nidentifiers = ["doi:10.5555/hydra"]\n'
    text = ENTRY.format(type="article-journal", issued="2026", venue="Invented Letters", identifier="doi:10.5555/1")
    with services({"crossref": [ARTICLE]}):
        done = check(make(tmp_path, doe=text.replace('"doi:10.5555/1"', "") + version), "--online")
    assert findings(done) == [
        "doe.toml:10:16: MB350 doi:10.5555/hydra is of another publication; "
        "type: 'preprint' here, 'article-journal' in crossref"
    ]


@pytest.mark.parametrize("kind", ["retracted", "withdrawn"])
def test_a_retraction_is_reported_unless_the_entry_records_it(tmp_path: Path, kind: str) -> None:
    root = make(tmp_path, doe=paper())
    with services({"arxiv": [HYDRA], "openalex": [{**HYDRA, "status": {"kind": kind}}]}):
        done = check(root, "--online")
        assert (done.code, findings(done)) == (1, [f"doe.toml:1:1: MB427 the work was {kind} according to openalex"])
        (root / "entries" / "papers" / "doe.toml").write_text(f'{paper()}[status]\nkind = "{kind}"\n', "utf-8")
        assert check(root, "--online").code == 0


def test_a_published_preprint_is_reported(tmp_path: Path) -> None:
    with services({"arxiv": [HYDRA], "dblp": [PUBLISHED]}):
        done = check(make(tmp_path, doe=paper()), "--online")
    assert findings(done) == [
        "doe.toml:2:1: MB428 a preprint that has been published: 'Imagined Systems' 2025, according to dblp"
    ]


def test_a_published_preprint_in_a_bib_file_is_reported(tmp_path: Path) -> None:
    bib = "@misc{doe, title={Hydra: Sparse Experts at Scale}, author={Doe, Jane}, eprint={2401.01234}, journal={arXiv}}"
    (tmp_path / "refs.bib").write_text(bib, encoding="utf-8")
    with services({"arxiv": [HYDRA], "dblp": [PUBLISHED]}):
        done = check(tmp_path, "refs.bib", "--online")
    assert "MB428" in done.out
    assert done.code == 1


def test_a_locked_field_that_disagrees_is_a_note(tmp_path: Path) -> None:
    text = (
        paper().replace("2024-01-02", "2023-01-02")
        + '[origin]\nissued = { source = "arxiv", date = "2026-01-01", digest = "00000000" }\n'
    )
    with services({"arxiv": [HYDRA]}):
        done = check(make(tmp_path, doe=text), "--online")
    message = "modified after it was fetched; issued: '2023-01-02' here, '2024-01-02' in arxiv"
    assert findings(done) == [f"doe.toml:5:1: MB429 note: {message}"]
    assert done.code == 0


def test_a_field_that_was_never_fetched_is_not_locked(tmp_path: Path) -> None:
    with services({"arxiv": [HYDRA]}):
        assert check(make(tmp_path, doe=paper().replace("2024-01-02", "2023-01-02")), "--online").out == ""


def test_a_service_that_does_not_respond_is_named_once_and_the_check_is_inconclusive(tmp_path: Path) -> None:
    root = make(tmp_path, a=paper(), b=paper(identifier="arxiv:2402.01234"))
    with services({"arxiv": [HYDRA], "crossref": []}, cut={"crossref"}):
        done = check(root, "--online")
    assert done.code == 4
    assert (
        done.err
        == "no problems found in 2 works\ncrossref did not respond: crossref.example did not answer (2 works)\n"
    )


def test_a_problem_decides_the_exit_code_before_a_missing_response(tmp_path: Path) -> None:
    root = make(tmp_path, a=paper(), b=paper("Dense Routers on One GPU"))
    with services({"arxiv": [HYDRA], "crossref": []}, cut={"crossref"}):
        done = check(root, "--online")
    assert done.code == 1
    assert "crossref did not respond" in done.err


def test_works_without_an_identifier_are_not_queried(tmp_path: Path) -> None:
    with services({"arxiv": [HYDRA]}):
        check(make(tmp_path, doe=paper().replace("identifiers", "aliases")), "--online")
        assert queried == []


def test_a_comment_suppresses_a_rule_that_needs_responses(tmp_path: Path) -> None:
    text = f"# moebib: ignore MB347, MB428 our own translation\n{paper('Dense Routers on One GPU')}"
    with services({"arxiv": [HYDRA]}):
        assert check(make(tmp_path, doe=text), "--online").code == 0
    assert check(tmp_path).code == 0


def test_no_requests_are_made_for_rules_that_are_not_selected(tmp_path: Path) -> None:
    with services({"arxiv": [HYDRA]}):
        check(make(tmp_path, doe=paper()), "--online", "--links", select="MB371")
        assert queried == []


def test_refresh_alone_is_refused(tmp_path: Path) -> None:
    assert check(make(tmp_path), "--refresh").code == 2


# Links

LINKED = (
    paper() + 'url = "https://a.example/hydra"\n[links]\ncode = ["https://b.example/hydra", "https://c.example/x"]\n'
)
PAGE = Reply(b"<p>Hydra</p>", "text/html")


@pytest.fixture
def sites(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A server that has every page of every host, and an empty cache."""
    monkeypatch.setenv("MOEBIB_TEST_SERVER", server.url)
    monkeypatch.setenv("MOEBIB_CACHE", str(tmp_path / "cache"))
    for name in "abcd":
        server.route(f"{name}.example/", PAGE)
    return server


def test_working_links_are_fine(sites: Server, tmp_path: Path) -> None:
    done = check(make(tmp_path / "list", doe=LINKED), "--links")
    assert (done.code, done.out, done.err) == (0, "", "no problems found in 1 work\n")
    assert {(request.host, request.path) for request in sites.log} == {
        ("a.example", "/hydra"), ("b.example", "/hydra"), ("c.example", "/x"),
    }  # fmt: skip


def test_dead_and_redirected_links_are_reported_with_their_location(sites: Server, tmp_path: Path) -> None:
    sites.route("a.example/hydra", Reply(status=404))
    sites.route("b.example/hydra", redirect("https://d.example/"))
    sites.route("c.example/x", Reply(status=410))
    done = check(make(tmp_path / "list", doe=LINKED), "--links")
    assert findings(done) == [
        "doe.toml:8:1: MB366 dead link (404): 'https://a.example/hydra'",
        "doe.toml:10:9: MB367 link redirected to the front page of d.example: 'https://b.example/hydra'",
        "doe.toml:10:36: MB366 dead link (410): 'https://c.example/x'",
    ]
    assert done.code == 1


def test_the_links_of_models_are_checked(sites: Server, tmp_path: Path) -> None:
    root = make(tmp_path / "list")
    (root / "entries" / "models").mkdir()
    (root / "entries" / "models" / "hydra.toml").write_text(
        'name = "Hydra"\nurl = "https://a.example/hydra"\n', "utf-8"
    )
    sites.route("a.example/hydra", Reply(status=404))
    assert "models/hydra.toml:2:1: MB366" in check(root, "--links").out


@pytest.mark.parametrize(
    "reply", [Reply(status=403), Reply(status=429), Reply(status=500), Reply(b"Just a moment", "text/html", 404)]
)
def test_a_link_without_a_response_is_not_dead(sites: Server, tmp_path: Path, reply: Reply) -> None:
    sites.fault("a.example", reply)
    done = check(make(tmp_path / "list", doe=LINKED), "--links")
    assert (done.code, done.out) == (4, "")
    first, why, last = done.err.splitlines()
    assert first == "no problems found in 1 work"
    assert why.startswith("a.example returned ")
    assert why.endswith(" (1 link)")
    assert last == "could not check 1 link: only links that their server reports as gone are dead"


def test_a_second_run_makes_no_requests(sites: Server, tmp_path: Path) -> None:
    sites.route("a.example/hydra", Reply(status=404))
    root = make(tmp_path / "list", doe=LINKED)
    first = check(root, "--links")
    number = len(sites.log)
    assert check(root, "--links") == first
    assert len(sites.log) == number
    check(root, "--links", "--refresh")
    assert len(sites.log) == 2 * number


def test_the_links_of_files_are_checked(sites: Server, tmp_path: Path) -> None:
    sites.route("a.example/gone", Reply(status=404))
    (tmp_path / "refs.bib").write_text("@misc{a,\n  title = {Experts},\n  url = {https://a.example/gone}}\n", "utf-8")
    (tmp_path / "README.md").write_text("# X\n\n## Y\n\n- [Experts](https://a.example/gone)\n", "utf-8")
    done = check(tmp_path, "refs.bib", "README.md", "--links")
    assert {line.partition(": ")[0] for line in done.out.splitlines()} == {"refs.bib:3:3", "README.md:5:13"}


def test_a_duplicate_link_is_requested_once(sites: Server, tmp_path: Path) -> None:
    check(make(tmp_path / "list", a=LINKED, b=LINKED.replace('hydra"\n', 'hydra#results"\n')), "--links")
    assert len(sites.requests("a.example")) == 1


def test_a_comment_suppresses_a_dead_link(sites: Server, tmp_path: Path) -> None:
    sites.route("a.example/hydra", Reply(status=404))
    root = make(tmp_path / "list", doe=f"# moebib: ignore MB366 moves to a new host next week\n{LINKED}")
    assert check(root, "--links").code == 0
    sites.fault("a.example", stall(0, PAGE))
    assert check(root, "--links", "--refresh").code == 0


def test_the_check_is_inconclusive_without_a_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOEBIB_OFFLINE", "1")
    monkeypatch.setenv("MOEBIB_CACHE", str(tmp_path / "cache"))
    done = check(make(tmp_path / "list", doe=LINKED), "--links")
    assert (done.code, done.out) == (4, "")
    assert "moebib is offline (3 links)" in done.err
