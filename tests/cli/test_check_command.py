"""`moebib check`, `fix` and `rule`: findings in every output format, suppressions, fixes and explanations."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from small_list import files_of, make_list, moebib

BAD = """\
# Kept by hand.
type = "paper-conference"
title = "Hydra:Sparse Experts at Scale."
author = ["DOE, Jane", "Roe, Max"]
issued = "2024"
container_title = "Imagined Systems"
url = "http://arxiv.org/abs/2401.01234v2"
"""
BIB = """\
% Ours.
@inproceedings{doe,
  author = "DOE, Jane and Roe, Max", title = {Hydra:Sparse {Experts} at Scale.},
  booktitle={Imagined Systems}, YEAR = 2024 , url = {https://example.org/?utm_source=x},
}  % mine
@comment{kept}
@book{cut, title = {Never Closed
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return _list(tmp_path, doe2024hydra=BAD)


def _list(folder: Path, config: str = "format = 2\n", **papers: str) -> Path:
    (folder / "entries" / "papers").mkdir(parents=True)
    (folder / "moebib.toml").write_text(config, encoding="utf-8")
    for key, text in papers.items():
        (folder / "entries" / "papers" / f"{key}.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_finding_shows_the_line_the_location_and_the_hint(root: Path) -> None:
    done = moebib("check", "--select", "MB371", folder=root)
    assert done.code == 1
    assert (
        done.out
        == """\
MB371 [*] the title ends with a full stop: 'Hydra:Sparse Experts at Scale.'
 --> entries/papers/doe2024hydra.toml:3:1
  |
3 | title = "Hydra:Sparse Experts at Scale."
  | ^
help: remove it

"""
    )
    assert done.err == "1 problem in 1 file, 1 work checked; [*] 1 fixable with `moebib fix`\n"


def test_the_concise_format_has_one_line_per_finding_in_the_order_of_the_file(root: Path) -> None:
    done = moebib("check", "--output-format", "concise", "--select", "MB37,MB396,MB35", folder=root)
    places = [line.split(": ")[0].rpartition("/")[2] + " " + line.split()[1] for line in done.out.splitlines()]
    assert places == [
        "doe2024hydra.toml:3:1 MB371", "doe2024hydra.toml:3:1 MB375", "doe2024hydra.toml:4:11 MB396",
        "doe2024hydra.toml:7:1 MB352", "doe2024hydra.toml:7:1 MB358",
    ]  # fmt: skip


def test_json_has_every_detail_of_a_finding(root: Path) -> None:
    (finding,) = json.loads(moebib("check", "--output-format", "json", "--select", "MB375", folder=root).out)
    assert finding == {
        "code": "MB375",
        "message": "missing space after ':': 'Hydra:Sparse Experts at Scale.'",
        "id": "doe2024hydra",
        "field": "title",
        "file": "entries/papers/doe2024hydra.toml",
        "line": 3,
        "column": 1,
        "hint": "write 'Hydra: Sparse Experts at Scale.'",
        "patch": {"id": "doe2024hydra", "changes": {"title": "Hydra: Sparse Experts at Scale."}},
    }


def test_json_has_the_names_of_a_fix_as_in_a_file(tmp_path: Path) -> None:
    text = 'type = "article"\ntitle = "A"\nauthor = ["DOE, JANE", "others"]\n'
    root = _list(tmp_path, doe=text)
    done = moebib("check", "--output-format", "json", "--select", "MB396", folder=root)
    (finding,) = json.loads(done.out)
    assert finding["patch"] == {"id": "doe", "changes": {"author": ["Doe, Jane", "others"]}}


def test_github_annotations_escape_titles(tmp_path: Path) -> None:
    root = _list(tmp_path, doe=BAD.replace("Scale.", "100% :: Scale\\n::error::."))
    done = moebib("check", "--output-format", "github", "--select", "MB371", folder=root)
    assert done.out.count("\n") == 1
    assert done.out.startswith("::warning file=entries/papers/doe.toml,line=3,col=1,title=MB371::MB371 the title ends")
    assert "100%25" in done.out


def test_a_problem_that_does_not_prevent_reading_is_a_warning(tmp_path: Path) -> None:
    text = "@misc{, title = {A B}}\n@misc{a, title = {A B}, year = {soon}}\n"
    (tmp_path / "refs.bib").write_text(text, encoding="utf-8")
    done = moebib("check", "refs.bib", "--select", "MB371", "--output-format", "github", folder=tmp_path)
    assert [line.partition(" ")[0] for line in done.out.splitlines()] == ["::warning", "::error"]
    assert (done.code, done.err) == (1, "2 problems in 1 file, 2 works checked\n")


def test_a_comment_and_a_preamble_are_no_problems_because_nothing_is_converted(tmp_path: Path) -> None:
    text = '@preamble{"x"}\n@comment{jabref-meta: x;}\n@misc{a, title = {A B}}\n@xdata{b, note = {n}}\n'
    (tmp_path / "refs.bib").write_text(text, encoding="utf-8")
    assert moebib("check", "refs.bib", "--select", "MB371", folder=tmp_path).code == 0
    assert moebib("convert", "refs.bib", "--to", "csl-json", folder=tmp_path).err.count("MB127") == 3


def test_sarif_has_version_2_1(root: Path) -> None:
    log = json.loads(moebib("check", "--output-format", "sarif", "--select", "MB371,MB396", folder=root).out)
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["MB371", "MB396"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "entries/papers/doe2024hydra.toml"
    assert place["region"] == {"startLine": 3, "startColumn": 1}
    assert run["results"][1]["ruleIndex"] == 1


def test_a_note_is_printed_and_is_not_a_problem(tmp_path: Path) -> None:
    root = _list(tmp_path, mine='type = "book"\ntitle = "Experts"\nauthor = ["Doe, Jane"]\nissued = "2024"\n')
    done = moebib("check", "--ignore", "MB305", folder=root)
    assert done.code == 0
    assert "MB415" in done.out
    assert done.err == "no problems found in 1 work; 1 note\n"


def test_a_comment_with_a_reason_suppresses_a_rule(tmp_path: Path) -> None:
    root = _list(tmp_path, doe=f"# moebib: ignore MB371 the dot is theirs\n{BAD}")
    assert moebib("check", "--select", "MB371,MB46", folder=root).code == 0


def test_a_comment_without_a_reason_or_an_effect_is_reported(tmp_path: Path) -> None:
    root = _list(tmp_path, doe=f"# moebib: ignore MB371\n# moebib: ignore MB374 not loud\n{BAD}")
    done = moebib("check", "--select", "MB37,MB46", "--ignore", "MB375", "--output-format", "concise", folder=root)
    assert [line.split(": ", 1)[1] for line in done.out.splitlines()] == [
        "MB462 no reason given for ignoring MB371",
        "MB461 MB374 is ignored, but finds nothing here",
    ]


def test_moebib_toml_selects_rules(tmp_path: Path) -> None:
    root = _list(tmp_path, '[check]\nselect = ["MB37"]\nignore = ["MB371"]\n', doe=BAD)
    done = moebib("check", "--output-format", "concise", folder=root)
    assert {line.split()[1] for line in done.out.splitlines()} == {"MB375"}


def test_an_unreadable_entry_does_not_affect_the_others(root: Path) -> None:
    (root / "entries" / "papers" / "broken.toml").write_text("type = ", encoding="utf-8")
    done = moebib("check", "--output-format", "concise", "--select", "MB371", folder=root)
    assert done.code == 1
    assert [line.split()[1] for line in done.out.splitlines()] == ["MB002", "MB371"]


def test_fix_fixes_everything_certain_in_one_run(root: Path) -> None:
    assert moebib("fix", folder=root).code == 0
    text = (root / "entries" / "papers" / "doe2024hydra.toml").read_text(encoding="utf-8")
    assert text == BAD.replace("Hydra:Sparse Experts at Scale.", "Hydra: Sparse Experts at Scale").replace(
        "DOE, Jane", "Doe, Jane"
    ).replace("http://arxiv.org/abs/2401.01234v2", "https://arxiv.org/abs/2401.01234")
    again = moebib("fix", folder=root)
    assert again.err == "nothing to fix\n"


def test_a_dry_run_shows_the_fixes_and_writes_nothing(root: Path) -> None:
    before = files_of(root)
    done = moebib("check", "--fix", "--dry-run", "--diff", "--select", "MB371", folder=root)
    assert '+title = "Hydra:Sparse Experts at Scale"' in done.out
    assert done.code == 1
    assert files_of(root) == before


def test_a_suppressed_finding_is_not_fixed(tmp_path: Path) -> None:
    root = _list(tmp_path, doe=f"# moebib: ignore MB371 the dot is theirs\n{BAD}")
    moebib("fix", "--select", "MB371", folder=root)
    assert "at Scale." in (root / "entries" / "papers" / "doe.toml").read_text(encoding="utf-8")


def test_a_bib_file_is_checked_with_its_own_lines(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIB, encoding="utf-8")
    done = moebib("check", "refs.bib", "--output-format", "concise", "--select", "MB37,MB396,MB359", folder=tmp_path)
    findings = [line.split(": ", 1)[0] + " " + line.split()[1] for line in done.out.splitlines()]
    assert done.code == 1
    column = BIB.splitlines()[3].index("url") + 1
    expected = {"refs.bib:3:3 MB396", "refs.bib:3:38 MB371", "refs.bib:3:38 MB375", f"refs.bib:4:{column} MB359"}
    assert expected <= set(findings)
    assert any(line.startswith("refs.bib:7:") for line in findings)  # the unclosed entry


def test_the_line_shown_is_that_of_the_finding(tmp_path: Path) -> None:
    text = "% a\u2028b\fc\r@misc{doe, title = {Sparse Experts at Scale.}}\r"  # only the CR ends a line
    (tmp_path / "refs.bib").write_bytes(text.encode())
    done = moebib("check", "refs.bib", "--select", "MB371", folder=tmp_path)
    assert " --> refs.bib:2:12\n  |\n2 | @misc{doe, title = {Sparse Experts at Scale.}}\n  |            ^\n" in done.out


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_comment_in_a_bib_file_belongs_to_the_entry_directly_below(newline: str, tmp_path: Path) -> None:
    lines = [
        "% moebib: ignore MB371 this stands at the top of the file",
        "",
        "% Ours.",
        "@misc{doe, title = {Sparse Experts at Scale.}}",
        "% moebib: ignore MB371 the dot is theirs",
        "@misc{roe, title = {Dense Experts at Scale.}}",
    ]
    (tmp_path / "refs.bib").write_bytes(newline.join(lines).encode())
    done = moebib("check", "refs.bib", "--select", "MB371", "--output-format", "concise", folder=tmp_path)
    assert [line.split(" ")[0] for line in done.out.splitlines()] == ["refs.bib:4:12:"]


def test_fix_leaves_the_rest_of_a_bib_file_untouched(tmp_path: Path) -> None:
    file = tmp_path / "refs.bib"
    file.write_bytes(BIB.replace("\n", "\r\n").encode("utf-8-sig"))
    assert moebib("fix", "refs.bib", folder=tmp_path).code == 0
    new = BIB.replace("DOE, Jane", "Doe, Jane").replace(
        "Hydra:Sparse {Experts} at Scale.", "Hydra: Sparse {Experts} at Scale"
    )
    assert file.read_bytes() == new.replace("?utm_source=x", "").replace("\n", "\r\n").encode("utf-8-sig")
    assert moebib("fix", "refs.bib", folder=tmp_path).err == "nothing to fix\n"


def test_a_readme_can_be_checked_directly(tmp_path: Path) -> None:
    line = "- [arXiv'23.1] [HydraMoE](https://arxiv.org/pdf/2405.14297) [[Code](https://huggingface.co/example/hydra)]"
    (tmp_path / "README.md").write_text(f"# Experts\n\n## Routing\n\n{line}\n", encoding="utf-8")
    done = moebib("check", "README.md", "--output-format", "concise", folder=tmp_path)
    codes = {line.split()[1] for line in done.out.splitlines() if line.startswith("README.md:5:")}
    assert {"MB314", "MB360", "MB372"} <= codes
    assert "[*]" not in done.out  # `fix` repairs entries and .bib files


def test_a_rule_is_explained() -> None:
    done = moebib("rule", "mb371", folder=Path())
    assert done.out.startswith(
        "# MB371: title-ends-with-period\n\nFinds a title that ends with a full stop.\n\n## Why\n"
    )


def test_all_rules_are_listed() -> None:
    lines = moebib("rule", folder=Path()).out.splitlines()
    assert len(lines) >= 40
    assert lines[0].split("\t")[:2] == ["MB301", "missing-title"]


@pytest.mark.parametrize("arguments", [("rule", "MB379x"), ("check", "--select", "MB9"), ("check", "--diff")])
def test_unknown_rules_and_options_without_fix_are_refused(arguments: tuple[str, ...], root: Path) -> None:
    assert moebib(*arguments, folder=root).code == 2


def test_an_unknown_rule_is_refused_with_the_nearest_one(root: Path) -> None:
    done = moebib("check", "--ignore", "title-in-capitols", folder=root)
    assert "unknown rule 'title-in-capitols'; did you mean 'title-in-capitals'?" in done.err


def test_an_unknown_rule_in_moebib_toml_is_refused_with_its_place(root: Path) -> None:
    config = (root / "moebib.toml").read_text("utf-8")
    (root / "moebib.toml").write_text(f'{config}\n[check]\nignore = ["dead-lnk"]\n', "utf-8")
    done = moebib("check", folder=root)
    assert (done.code, done.out) == (3, "")
    assert "moebib.toml: check: unknown rule 'dead-lnk'; did you mean 'dead-link'?" in done.err


def test_several_rules_are_explained_by_name_prefix_and_number() -> None:
    done = moebib("rule", "dead-link", "MB46", "371", folder=Path())
    assert re.findall(r"^# (MB\d+)", done.out, re.M) == ["MB366", "MB461", "MB462", "MB371"]


def test_a_code_of_the_parser_is_explained_too() -> None:
    for name in ("mb003", "003"):
        done = moebib("rule", name, folder=Path())
        assert done.out.startswith("# MB003\n\nReports an unknown field.\n")
    (declared,) = json.loads(moebib("rule", "MB128", "--json", folder=Path()).out)
    assert declared["level"] == "warning"


def test_fix_changes_no_file_if_one_is_not_a_bib_file(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIB, encoding="utf-8")
    (tmp_path / "refs.json").write_text("[]", encoding="utf-8")
    assert moebib("fix", "refs.bib", "refs.json", folder=tmp_path).code == 3
    assert (tmp_path / "refs.bib").read_text(encoding="utf-8") == BIB


def test_only_a_missing_date_of_a_work_with_an_identifier_can_be_fetched(tmp_path: Path) -> None:
    book = 'type = "book"\ntitle = "Experts"\n'
    make_list(tmp_path, cho2022bounds=book, brook2024keeping=f'{book}identifiers = ["doi:10.5555/1"]')
    done = moebib("check", "--select", "MB311", folder=tmp_path)
    assert done.out.count("help: add the year of publication\n") == 1
    assert done.out.count("help: add the year of publication; `moebib update` fetches it") == 1


def test_text_of_a_readme_that_is_no_entry_is_one_note(tmp_path: Path) -> None:
    lines = [
        f"- [{name} Experts](https://a.example/{name}) (2023), `Example Ltd`\n" for name in ("Cold", "Warm", "Hot")
    ]
    (tmp_path / "README.md").write_text("# Experts\n\n## Routing\n\n" + "".join(lines), encoding="utf-8")
    done = moebib("check", "README.md", "--output-format", "concise", folder=tmp_path)
    assert (done.code, done.out) == (
        0, "README.md:5: MB102 note: text not imported: 'Example Ltd'; and 2 more of this kind\n"
    )  # fmt: skip


def test_the_place_of_et_al_in_a_readme_is_that_of_its_work(tmp_path: Path) -> None:
    works = [
        f"- **[{name} Experts](https://a.example/{name})** *ICML 2024*\n\n  *Jane Doe, Max Roe{rest}*\n"
        for name, rest in (("Cold", ", et al."), ("Warm", ""))
    ]
    (tmp_path / "README.md").write_text("# Experts\n\n## Routing\n\n" + "".join(works), encoding="utf-8")
    done = moebib("check", "README.md", "--output-format", "concise", folder=tmp_path)
    assert done.out.startswith("README.md:5:20: MB391 ")


def test_hints_about_a_bib_file_have_its_words_and_the_commands_that_change_it(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(
        "@article{a, title = {On A}, author = {Doe, Jane and others}, volume = 1, doi = {10.5555/a}}\n"
        "@phdthesis{b, title = {On Warm Experts}, author = {Roe, Max}, year = 2024}\n"
        "@book{c, title = {On Warm Experts}, author = {Roe, Max}, year = 2024, doi = {10.5555/c}}\n"
        "@book{d, title = {Warm Experts}, author = {Roe, Max}, year = 2024}\n"
        "@book{e, title = {Warm Experts}, author = {Roe, Max}, year = 2024, doi = {10.5555/c}}\n",
        "utf-8",
    )
    done = moebib("check", "refs.bib", folder=tmp_path)
    assert "MB126" not in done.out  # a rule reports the same
    hints = [line.removeprefix("help: ") for line in done.out.splitlines() if line.startswith("help: ")]
    assert set(hints) == {
        "list everyone; `moebib update FILE.bib --fill` fetches the list by an identifier",
        "add the year of publication; `moebib update FILE.bib --fill` fetches it by an identifier",
        "add its title as `journal`",
        "add `pages` or `eid`",
        "add it as `school`",
        "if they are the same work, remove one of the two",
        "remove one, or correct it",
        "remove one of the two, unless they are different works",
    }
