"""Titles: whole, as the work prints them, in plain text."""

from __future__ import annotations

from collections.abc import Mapping

from moebib.checks.rules import Family, Rule
from moebib.checks.rules import _title_flaws as flaws


def _title(title: str) -> str:
    return f'type = "paper-conference"\ntitle = "{title}"\n'


def _list(titles: Mapping[str, int]) -> str:
    """A list that has each title so many times."""
    every = [title for title, times in titles.items() for _ in range(times)]
    return "".join(f"# papers/doe{number}.toml\n{_title(title)}" for number, title in enumerate(every))


FAMILY = Family("titles", (
    Rule(
        code="MB371", name="title-ends-with-period", finds="a title that ends in a dot",
        why="DBLP and others set it; every style sets its own, and two dots are printed.",
        bad=(_title("Sparse Experts at Scale."), _title("On the Routing of Tokens.")),
        good=(_title("Sparse Experts at Scale"), _title("Experts, Routers, etc."), _title("What Next...")),
        fix="`moebib fix` takes it off.", check_work=flaws.ends_in_dot,
    ),
    Rule(
        code="MB372", name="nickname-as-title", finds="the name of a model or system in the place of the title",
        why="Nobody finds the paper by it, and in a reference list it is wrong.",
        bad=(_title("HydraMoE"),
             _title("Hydra 2.0-M32"),
             f'# models/arctic.toml\nname = "Arctic"\n# papers/arctic.toml\n{_title("Arctic")}'),
        good=(_title("HydraMoE: Sparse Experts at Scale"),
              _title("Sparse Experts"),
              'type = "software"\ntitle = "HydraMoE"'),
        fix="Write the title as the work prints it, and the name under `aliases`.", check_work=flaws.nickname,
    ),
    Rule(
        code="MB373", name="title-cut-short", finds="a title that stops in the middle",
        why="It was cut by a form, a slide, or an ellipsis.",
        bad=(_title("Sparse Experts at Scale: A Survey of"),
             _title("Sparse Experts at Sc..."),
             _title("One Router for All Experts of the Mod") + 'aliases = ["One router for all experts of the model"]'),
        good=(_title("Sparse Experts at Scale"),
              _title("What Experts Are Made Of and Why"),
              _title("One Router Serves Every Expert") + 'aliases = ["One Router"]'),
        fix="Write it in full; `moebib update KEY` fetches it.", check_work=flaws.cut_short,
    ),
    Rule(
        code="MB374", name="title-in-capitals", finds="a title that is all in capitals",
        why="No style can tell which capitals belong to acronyms.",
        bad=(_title("SPARSE EXPERTS AT SCALE"), _title("ROUTING TOKENS IN LARGE MODELS: A SURVEY")),
        good=(_title("Sparse EXPERTS at Scale"), _title("GPU CPU TPU"), _title("MOE")),
        fix="Write it as the work prints it; `moebib update KEY` fetches it.", check_work=flaws.loud,
    ),
    Rule(
        code="MB375", name="no-blank-after-colon", finds="a colon or comma in a title without a blank after it",
        why="Sorting, searching and line breaks take the two words for one.",
        bad=(_title("HydraMoE:Sparse Experts at Scale"), _title("Routers,Experts and Tokens")),
        good=(_title("HydraMoE: Sparse Experts"), _title("Experts at 16:9"), _title("A Study of std::Vector types")),
        fix="`moebib fix` puts a blank there.", check_work=flaws.no_blank,
    ),
    Rule(
        code="MB376", name="markup-in-title", finds="a title with LaTeX, HTML or an entity left in it",
        why="What is no plain text is printed as it stands in a README, a web page, a reference list.",
        bad=(_title(r"Gr\\\"obner Experts"), _title("CO<sub>2</sub> Experts &amp; Routers")),
        good=(_title("Experts & Routers"), _title("Experts of $d_{model}$ < 512"), _title(r"The Cost of C:\\temp")),
        fix="`moebib fix` writes it as plain text where it can.", check_work=flaws.markup_left,
    ),
    Rule(
        code="MB377", name="title-unbalanced",
        finds="a title with a $, brace, bracket or quotation mark that has no partner",
        why="The rest of the title becomes a formula, or a group; often it is cut short, too.",
        bad=(_title("Experts of $d_{model} at Scale"), _title("Sparse Experts (at Scale")),
        good=(_title("Experts of $d_{model}$ at Scale"),
              _title("Sparse Experts (at Scale)"),
              _title("Experts for $100 a Month")),
        fix="Put the partner there, or take it out.", check_work=flaws.unbalanced,
    ),
    Rule(
        code="MB378", name="wrong-encoding", finds="letters that were read in a wrong encoding",
        why="Names and titles with such letters are found by nobody.",
        bad=(_title("Experts of Schr\u00c3\u00b6dinger"), _title("Experts of Schr?dinger")),
        good=(_title("Experts of Schr\u00f6dinger"),
              _title("Why Experts? a Survey"),
              _title("\u00c5ngstr\u00f6m Experts")),
        fix="`moebib fix` undoes it where it is certain.", check_work=flaws.mojibake, level="error",
    ),
    Rule(
        code="MB379", name="title-in-other-case",
        finds="a title in sentence case in a list of Title Case, or the other way round",
        why="A list looks as if two people had kept it. It is a note, for some works print their title so.",
        bad=(_list({"Sparse Experts at the Edge of the Network": 11, "Dense routing of all tokens in one layer": 1}),
             _list({"Dense routing of all tokens in one layer": 12, "Sparse Experts at the Edge of the Network": 2})),
        good=(_list({"Sparse Experts at the Edge of the Network": 12}),
              _list({"Sparse Experts at the Edge of the Network": 5, "Dense routing of all tokens in one layer": 5}),
              _title("Sparse experts at the edge")),
        fix="Write it as the work prints it.", check_list=flaws.other_case, level="note",
    ),
    Rule(
        code="MB380", name="one-work-two-titles", finds="a work that is known under two titles",
        why="One of them may be a slip of the pen, or that of another version. It is a note: both are found by "
            "searches.",
        bad=(_title("Sparse Experts at Scale") + 'aliases = ["Experts That Are Sparse"]',
             _title("Hydra-8x7B") + 'aliases = ["Hydra-8x22B"]'),
        good=(_title("HydraMoE: Sparse Experts") + 'aliases = ["HydraMoE"]',
              _title("Sparse Experts"),
              _title("Sparse Experts at Scale") + 'aliases = ["Sparse-Experts at Scale"]'),
        fix="The title is what the version that is cited prints; another one stays among `aliases`.",
        check_work=flaws.two_titles, level="note",
    ),
    Rule(
        code="MB381", name="alias-is-the-title", finds="another title that is the title in other spelling",
        why="It says nothing: searches do not see case, accents and hyphens.",
        bad=(_title("Sparse Experts at Scale") + 'aliases = ["Sparse-experts at scale"]',
             _title("Hydra") + 'aliases = ["HYDRA"]'),
        good=(_title("HydraMoE: Sparse Experts") + 'aliases = ["HydraMoE"]',
              _title("Sparse Experts"),
              _title("Sparse Experts") + 'aliases = ["Sparse Expert"]'),
        fix="`moebib fix` removes it.", check_work=flaws.alias_like_title,
    ),
    Rule(
        code="MB382", name="title-in-braces", finds="a title that is in braces as a whole",
        why="They keep every style from setting it in its own case. Braces are for what must keep its case.",
        bad=(_title("{Sparse Experts at Scale}"), _title("{A Survey of Experts}")),
        good=(_title("{HydraMoE}: Sparse Experts"), _title("{Hydra}"), _title("Sparse {GPU} Experts")),
        fix="`moebib fix` removes them; acronyms keep their case by themselves.", check_work=flaws.in_braces,
    ),
    Rule(
        code="MB383", name="doubled-word", finds="a small word that stands twice in a title",
        why="It is a slip of the pen.",
        bad=(_title("The Routing of of Tokens"), _title("Experts in the the Cloud")),
        good=(_title("The Routing of Tokens"), _title("Experts of That That Route"), _title("On and off Experts")),
        fix="`moebib fix` takes one of them out.", check_work=flaws.doubled_word,
    ),
))  # fmt: skip
