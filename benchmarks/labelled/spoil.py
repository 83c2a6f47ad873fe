"""Records of a work as other people write them: by construction, still the same work."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

from moebib.records.date import Date
from moebib.records.identifier import Identifier, parse_identifier
from moebib.records.name import Name
from moebib.records.record import Record
from moebib.text.fold import fold

__all__ = ["SPOILS", "spoil"]

Spoil = Callable[[Record, random.Random], Record | None]


def spoil(record: Record, kind: str, seed: str) -> Record | None:
    """*record* damaged in the way *kind*, without identifiers; ``None`` if that changes nothing."""
    made = SPOILS[kind](record.evolve(identifiers=()), random.Random(f"{seed} {kind}"))
    return made if made and made != record.evolve(identifiers=()) else None


def _initials(record: Record, chance: random.Random) -> Record:
    dotted = chance.random() < 0.5
    return record.evolve(author=tuple(_short(name, dotted=dotted) for name in record.author))


def _short(name: Name, *, dotted: bool) -> Name:
    letters = [word[0] for word in re.split(r"[\s-]+", name.given) if word]
    return _named(name, given=". ".join(letters) + "." if dotted and letters else " ".join(letters))


def _named(name: Name, *, given: str, family: str = "") -> Name:
    if name.literal:
        return name
    return replace(name, family=family or name.family, given=given)


def _without_accents(record: Record, chance: random.Random) -> Record:
    german = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "ł": "l"})
    written = chance.choice((lambda text: _ascii(text.translate(german)), _ascii))
    names = (_named(name, given=written(name.given), family=written(name.family)) for name in record.author)
    return record.evolve(title=written(record.title), author=tuple(names))


def _ascii(text: str) -> str:
    return "".join(fold(char).upper() if char.isupper() else fold(char) if char.isalpha() else char for char in text)


_LATEX = {"é": r"\'{e}", "á": r"\'a", "í": r"{\'\i}", "ó": r"{\'o}", "ö": r'{\"o}', "ü": r'\"{u}', "ä": r'{\"a}',
          "ç": r"\c{c}", "è": r"\`e", "ñ": r"\~{n}", "ø": r"{\o}", "š": r"\v{s}", "ć": r"\'{c}", "\u03b1": r"$\alpha$",
          "\u2013": "--", "&": r"\&", "%": r"\%", "\u03b2": r"$\beta$"}  # fmt: skip


def _latex(record: Record, chance: random.Random) -> Record:
    """A title with undecoded LaTeX, and braces around words with capitals."""
    title = "".join(_LATEX.get(char, char) for char in record.title.replace("{", "").replace("}", ""))
    return record.evolve(title=re.sub(r"\b\w*[A-Z]\w*[A-Z]\w*", lambda match: f"{{{match[0]}}}", title))


def _cut(record: Record, chance: random.Random) -> Record | None:
    words = record.title.split()
    if len(words) < 8:
        return None
    return record.evolve(title=" ".join(words[: max(6, int(len(words) * 0.7))]) + chance.choice(("", "...", "…")))


def _without_subtitle(record: Record, chance: random.Random) -> Record | None:
    head, colon, _ = record.title.partition(": ")
    return record.evolve(title=head.strip("{}")) if colon and len(head) > 2 else None


def _typo(record: Record, chance: random.Random) -> Record | None:
    """One typing error in a word of the title: a letter doubled, missing or replaced, or two transposed."""
    places = [match.start() for match in re.finditer(r"(?<=\w)[a-z](?=[a-z])", record.title)]
    if len(places) < 10:
        return None
    at = chance.choice(places)
    a, b = record.title[at], record.title[at + 1]
    wrong = chance.choice((a + a + b, b, chance.choice("aeinorst") + b, b + a))
    return record.evolve(title=record.title[:at] + wrong + record.title[at + 2 :])


def _turned(record: Record, chance: random.Random) -> Record | None:
    words = record.title.split()
    if len(words) < 4:
        return None
    at = chance.randrange(len(words) - 1)
    words[at : at + 2] = words[at + 1], words[at]
    return record.evolve(title=" ".join(words))


def _other_year(record: Record, chance: random.Random) -> Record | None:
    return record.evolve(issued=Date(record.issued.year + chance.choice((-1, 1)))) if record.issued else None


def _few_authors(record: Record, chance: random.Random) -> Record | None:
    if len(record.author) < 2:
        return None
    return record.evolve(author=record.author[: chance.choice((1, 1, 2, 3))])


def _hyphens(record: Record, chance: random.Random) -> Record | None:
    """Hyphens that became spaces or were removed, and a word broken at the end of a line."""
    title = re.sub(r"(?<=\w)-(?=\w)", lambda _: chance.choice((" ", "")), record.title)
    long = list(re.finditer(r"\b[a-z]{9,}\b", title))
    if title == record.title and long:
        at = chance.choice(long).start() + 4
        title = f"{title[:at]}-{title[at:]}"
    return record.evolve(title=title)


def _case(record: Record, chance: random.Random) -> Record:
    title = re.sub(r"[{}]", "", record.title)
    return record.evolve(title=chance.choice((title.upper(), title.lower(), title.title(), title.rstrip(".") + ".")))


def _preprint(record: Record, chance: random.Random) -> Record | None:
    """The preprint of a publication, or the publication of a preprint."""
    if not record.issued:
        return None
    if record.is_preprint:
        return record.evolve(
            type="article-journal", genre="", container_title="Journal of Systems", volume=str(chance.randrange(3, 60)),
            page=f"{chance.randrange(20, 900)}", issued=Date(record.issued.year + chance.choice((0, 0, 1, 1, 2))),
        )  # fmt: skip
    year = record.issued.year - chance.choice((0, 1, 1, 2))
    ids: tuple[Identifier, ...] = ()
    if year > 2007 and chance.random() < 0.7:
        number = f"{chance.randrange(1, 9999):0{5 if year > 2014 else 4}}"
        ids = (parse_identifier(f"arxiv:{year % 100:02}{chance.randrange(1, 13):02}.{number}"),)
    return Record(
        id=record.id, type="article", genre="preprint", title=record.title, author=record.author, issued=Date(year),
        container_title=chance.choice(("arXiv", "CoRR", "")),
        identifiers=ids,
    )  # fmt: skip


def _dblp_form(record: Record, chance: random.Random) -> Record:
    """As in DBLP: numbers after ambiguous names, a full stop after the title, the proceedings with their year."""
    year = f" {record.issued.year}" if record.issued else ""
    words = [word for word in re.findall(r"[A-Z]\w+", record.container_title) if word not in ("Proceedings", "The")]
    short = "".join(word[0] for word in words)[:6]
    return record.evolve(
        title=record.title.rstrip(".") + ".",
        container_title=f"{record.container_title}, {short}{year}, Proceedings" if short else record.container_title,
    )


def _short_venue(record: Record, chance: random.Random) -> Record | None:
    words = [word for word in record.container_title.split() if len(word) > 3 or word[0].isupper()]
    return record.evolve(container_title=" ".join(f"{word[:4]}." for word in words)) if len(words) > 1 else None


def _bare(record: Record, chance: random.Random) -> Record:
    """As typed in a hurry: the title, family names and perhaps a year."""
    names = tuple(_named(name, given="") for name in record.author)
    return Record(id=record.id, type=chance.choice((record.type, "document")), title=record.title, author=names,
                  issued=record.issued if chance.random() < 0.5 else None, genre=record.genre)  # fmt: skip


def _swapped(record: Record, chance: random.Random) -> Record | None:
    """A first author whose given and family names are swapped."""
    first = record.author[0]
    if not first.given or not first.family or "." in first.given:
        return None
    return record.evolve(author=(_named(first, given=first.family, family=first.given), *record.author[1:]))


def _several(record: Record, chance: random.Random) -> Record | None:
    kinds = ["initials", "accents lost", "typo", "year +-1", "authors cut", "hyphens", "case", "venue short"]
    for kind in chance.sample(kinds, 3):
        record = SPOILS[kind](record, chance) or record
    return record


SPOILS: dict[str, Spoil] = {
    "initials": _initials, "accents lost": _without_accents, "LaTeX left": _latex, "title cut": _cut,
    "subtitle dropped": _without_subtitle, "typo": _typo, "words turned": _turned, "year +-1": _other_year,
    "authors cut": _few_authors, "hyphens": _hyphens, "case": _case, "preprint": _preprint, "DBLP form": _dblp_form,
    "venue short": _short_venue, "bare": _bare, "names swapped": _swapped, "three at once": _several,
}  # fmt: skip
