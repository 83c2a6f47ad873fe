"""Names: of people, complete, each in its parts, and one person in one way."""

from __future__ import annotations

from collections.abc import Sequence

from moebib.checks.rules import Family, Rule
from moebib.checks.rules import _name_flaws as flaws


def _by(*names: str) -> str:
    return f'type = "book"\ntitle = "Sparse Experts"\nauthor = {_list(names)}\n'


def _several(*works: Sequence[str]) -> str:
    return "".join(f"# papers/doe{number}.toml\n{_by(*names)}" for number, names in enumerate(works))


def _list(names: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


FAMILY = Family("names", (
    Rule(
        code="MB391", name="list-of-people-is-cut", finds='a list of authors that ends in "and others" or "et al."',
        why="Styles cut lists by themselves, each at another number; nobody can print who is not there.",
        bad=(_by("Doe, Jane", "others"), _by("Doe, Jane", "Roe, Max", "et al.")),
        good=(_by("Doe, Jane"), _by("Others, Many"), _by("Doe, Jane", "Otherson, Ola")),
        fix="Write all of them; `moebib update KEY` fetches them by an identifier.", check_work=flaws.others,
    ),
    Rule(
        code="MB392", name="initials-where-name-is-known",
        finds="a person with initials who has a full name in another entry of the same group",
        why="A reader may take them for two people. It is a note: many people share a name.",
        bad=(_several(["Doe, J.", "Roe, Max"], ["Doe, Jane", "Roe, Max"]),
             _several(["Doe, J. A.", "Roe, Max", "Poe, Ann"], ["Poe, Ann", "Doe, Jane Alma"])),
        good=(_several(["Doe, J."], ["Doe, Jane"]),
              _several(["Doe, J.", "Roe, Max"], ["Doe, Jane", "Roe, Max"], ["Doe, Joan", "Roe, Max"]),
              _several(["Doe, B.", "Roe, Max"], ["Doe, Jane", "Roe, Max"])),
        fix="Write the name as the paper prints it.", check_list=flaws.initials, level="note",
    ),
    Rule(
        code="MB393", name="family-and-given-swapped",
        finds="a person whose family and given name stand the other way round in more entries by the same people",
        why="One of the two orders is wrong, and the work is sorted under the wrong letter.",
        bad=(_several(["Jane, Doe", "Roe, Max"], ["Doe, Jane", "Roe, Max"], ["Doe, Jane"]),
             _several(["Wei, Li", "Roe, Max"], ["Li, Wei", "Roe, M."], ["Li, Wei"])),
        good=(_several(["Doe, Jane"], ["Doe, Jane"]),
              _several(["Wei, Li"], ["Li, Wei"], ["Li, Wei"]),
              _several(["Thomas, Thomas"], ["Thomas, Thomas"])),
        fix="Look at the paper.", check_list=flaws.swapped, level="note",
    ),
    Rule(
        code="MB394", name="organisation-split", finds="an organisation that was split into family and given name",
        why='It is cited as "Team, E." and sorted under T.',
        bad=(_by("Team, Example"), _by("Collaboration, Hydra", "Doe, Jane")),
        good=(_by("{Example Team}"), _by("Teamer, Example"), _by("Doe, Jane")),
        fix='`moebib fix` writes "{Example Team}".', check_work=flaws.split_organisation,
    ),
    Rule(
        code="MB395", name="digits-in-name", finds="a name with digits",
        why="DBLP's numbers (\"Jane Doe 0001\") tell people of one name apart; they are not on the paper.",
        bad=(_by("Doe 0001, Jane"), _by("D0e, Jane")),
        good=(_by("Doe, Jane"), _by("{Lab 42}"), _by("Doe, III, Jane")),
        fix="`moebib fix` takes DBLP's numbers off.", check_work=flaws.digits,
    ),
    Rule(
        code="MB396", name="name-in-capitals", finds="a family name in capitals",
        why="It was typed into a form so; no style sets it back.",
        bad=(_by("DOE, Jane"), _by("O'NEILL, Max")),
        good=(_by("Doe, Jane"), _by("DJ, Max"), _by("{NASA}")),
        fix='`moebib fix` writes "Doe, Jane".', check_work=flaws.loud,
    ),
    Rule(
        code="MB397", name="person-spelled-two-ways",
        finds="a person with other accents or hyphens than in another entry",
        why="An index lists two people. It is a note, for it may be two.",
        bad=(_several(["Müller, Jörg"], ["Muller, Jorg"]), _several(["Doe, Mary-Ann"], ["Doe, Mary Ann"])),
        good=(_several(["Müller, Jörg"], ["Müller, Jörg"]),
              _several(["Doe, Mary"], ["Doe, Marie"]),
              _several(["Doe, M."], ["Doe, Mary"])),
        fix="Write the name in one way, if it is one person.", check_list=flaws.two_spellings, level="note",
    ),
    Rule(
        code="MB398", name="person-twice", finds="a person who stands twice in one list",
        why="A line was copied twice. In a long list it may be two people of one name: then say so in an ignore "
            "comment.",
        bad=(_by("Doe, Jane", "Doe, Jane"), _by("Doe, Jane", "Roe, Max", "Doe, Jane")),
        good=(_by("Doe, Jane", "Doe, John"), _by("Wu, Y.", "Wu, Z."), _by("Doe, Jane", "Roe, Max")),
        fix="Look at the paper, and remove one.", check_work=flaws.doubled,
    ),
    Rule(
        code="MB399", name="role-in-name", finds="a title or a role in a name",
        why='"Ed." and "Ph.D." are printed as if people were called so.',
        bad=(_by("Doe, Jane (Ed.)"), _by("Doe, Prof. Jane")),
        good=(_by("Doe, Jane"), _by("Edwards, Ed"), _by("Doe, Jr., Max")),
        fix="Remove it; editors have a field of their own.", check_work=flaws.role_words,
    ),
    Rule(
        code="MB400", name="address-in-name", finds="an e-mail address, link or ORCID iD in a name",
        why="It is printed in every reference.",
        bad=(_by("doe@example.org, Jane"), _by("Doe, Jane 0000-0002-1825-0097")),
        good=(_by("Doe, Jane"), _by("{Example.org}"), _by("Wwwedski, Jan")),
        fix="Remove it.", check_work=flaws.address_in_name,
    ),
    Rule(
        code="MB401", name="several-people-in-one-name", finds="several people in one name",
        why="They were separated by something else than the form asks for; all but one are lost to searches.",
        bad=(_by("Doe, Jane and Max Roe"), _by("Roe, Jane Doe; Max")),
        good=(_by("Doe, Jane"), _by("{Doe and Roe}"), _by("de la Roe, Max")),
        fix="Write one name a person.", check_work=flaws.several_in_one, level="error",
    ),
))  # fmt: skip
