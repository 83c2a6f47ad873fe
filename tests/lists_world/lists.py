"""Whole lists: the works of a template, in sections, between everything else that a README has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

from lists_world.slots import FACTS, SLOTS
from lists_world.templates import Template
from lists_world.works import Person, Work, make_works

__all__ = ["InventedList", "Stated", "make_list"]


@dataclass(frozen=True)
class Stated:
    """What a list states about a work; ``None`` is what it does not state."""

    line: int
    title: str
    url: str | None
    code: str | None
    venue: str | None
    issued: tuple[int, ...] | None
    """Year, month and day, as far as they are stated."""
    authors: tuple[Person, ...] | None
    """Only the first one if the rest is "et al."."""
    types: tuple[str, ...] = ()
    """The types that it may have; () if the list does not tell."""


@dataclass(frozen=True)
class InventedList:
    """The text of a README, and its works in order."""

    text: str
    works: tuple[Stated, ...]


def make_list(templates: Sequence[Template], seed: int) -> InventedList:
    """A list of random works, in each section in the form of one of *templates*; the same for the same *seed*."""
    random = Random(seed)
    works = make_works(random, lambda work: all(_suits(template, work) for template in templates))
    mark = random.choice(("", "", "", " 🔥", " ⭐️⭐️", " :star:", " 👍"))
    lines: list[str] = []
    stated: list[Stated] = []
    listed: list[Work] = []

    def put(text: str) -> None:
        lines.extend(text.split("\n"))

    sections = random.sample(_TOPICS, random.randint(2, 4))
    put(_top(random, sections))
    for heading in sections:
        template = random.choice(templates)
        put(f"\n## {heading}\n" if random.random() < 0.8 else f'\n<a name="{_anchor(heading)}"></a>\n## {heading}\n')
        if random.random() < 0.3:
            talk = f"https://talks.example/{_anchor(heading)}"
            put(f"Papers on {heading.lower()}, newest first; see also [this talk]({talk}).\n")
        for before, after in _parts(random):
            put(before)
            if template.head:
                put(template.head)
            group = list(islice(works, random.randint(3, 9)))
            # Lists have a work in several sections.
            group += random.sample(listed, 1) if listed and not before and random.random() < 0.1 else []
            listed += [] if before else group  # what a heading with a year states would contradict
            rendered = [_render(random, template, work) for work in group]
            for start in range(0, len(rendered), template.together):
                together = rendered[start : start + template.together]
                stated += [_stated(work, slots, len(lines) + 1) for _, work, slots in together]
                text = ", ".join(text for text, _, _ in together)
                if template.together > 1:
                    text = f"- {text}"
                is_last = start + template.together >= len(rendered)
                put(_untidy(random, text, mark) + ("\n" if template.apart and not is_last else ""))
            if template.tail:
                put(template.tail)
            if template.foot:
                put("\n" + "\n".join(_filled(template.foot, work) for work in group))
            put(after)
    if random.random() < 0.3:
        put("\n## Tools and Blogs\n")
        for title, url, *types in random.sample(_PAGES, 3):
            stated.append(Stated(len(lines) + 1, title, url, None, None, None, None, tuple(types)))
            put(f"- [{title}]({url})")
    put(_bottom(random))
    text = "\n".join(lines) + "\n"
    return InventedList(text.replace("\n", "\r\n") if random.random() < 0.15 else text, tuple(stated))


def _untidy(random: Random, text: str, mark: str) -> str:
    """A work of one line as hands type it: some have a mark, spaces at their end, or two where one would do."""
    if "\n" in text or not re.match(r"[-*+] |\d+\. ", text):
        return text
    if random.random() < 0.2:
        text += mark
    if random.random() < 0.05:
        text = text.replace(" ", "  ", 1)
    return text + random.choice(("", "", "", "", "", " ", "  "))


def _suits(template: Template, work: Work) -> bool:
    is_clear = not any(char in work.title for char in template.avoid)
    return is_clear and (not template.only or bool(getattr(work, template.only)))


_GROUP = re.compile("‹(.*?)›", re.S)
_SLOT = re.compile(r"\{([^{}]+)\}")


def _render(random: Random, template: Template, work: Work) -> tuple[str, Work, set[str]]:
    """The text of the work, and the slots in it; in some works a value is missing."""

    def group(match: re.Match[str]) -> str:
        is_complete = all(SLOTS[slot](work) for slot in _SLOT.findall(match[1]))
        return match[1] if is_complete and random.random() < 0.92 else ""

    pattern = _GROUP.sub(group, template.text)
    slots = {slot for slot in _SLOT.findall(pattern) if SLOTS[slot](work)}
    return _filled(pattern, work), work, slots | set(_SLOT.findall(template.foot))


def _filled(pattern: str, work: Work) -> str:
    return _SLOT.sub(lambda match: SLOTS[match[1]](work), pattern)


def _stated(work: Work, slots: set[str], line: int) -> Stated:
    facts = {FACTS.get(slot) for slot in slots}
    date = (work.year, work.month, work.day)
    precision = (
        3 if "day" in facts else 2 if "month" in facts else 1 if "year" in facts or "venue_badge" in slots else 0
    )
    return Stated(
        line=line,
        title=work.title,
        url=(work.url if "url" in slots else f"https://doi.org/{work.doi}") if "url" in facts else None,
        code=work.code if "code" in facts else None,
        venue=work.venue if "venue" in facts else None,
        issued=date[:precision] or None,
        authors=(work.authors[:1] if any(slot.endswith("et_al") for slot in slots) else work.authors)
        if "authors" in facts
        else None,
    )


# What is around the works.

_TOPICS = (
    "Surveys", "Model Compression", "Efficient Training", "Serving Systems", "Benchmarks and Datasets", "Theory",
    "Applications in Medicine", "Graph Learning", "推理加速", "Multi-Modal Learning", "🔥 Must Read", "1. Foundations",
    "Security & Privacy", "Label Noise (2015 - 2025)", "RL / Bandits",
)  # fmt: skip
_PAGES = (
    ("tinyroute", "https://github.com/invented-lab/tinyroute", "software"),
    ("PondServe: Fast Serving of Small Ponds", "https://github.com/invented-lab/pondserve", "software"),
    ("Awesome Invented Datasets", "https://github.com/other-lab/awesome-invented-datasets", "software"),
    ("Why We Route Twice", "https://blog.invented-lab.example/2024/03/routing", "webpage", "post-weblog", "post"),
    ("A Visual Guide to Ponds", "https://ponds.example/guide/", "webpage", "post-weblog", "post"),
)


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w-]", "", heading.lower().replace(" ", "-"))


def _top(random: Random, sections: Sequence[str]) -> str:
    """The title and what comes before the first section."""
    parts = [
        random.choice(
            ("# Awesome Invented Papers", "# A List of Papers on Sparse Things 📚", '<h1 align="center">Papers</h1>')
        )
    ]
    extras = (
        "[![Awesome](https://awesome.re/badge.svg)](https://awesome.re) ![](https://img.shields.io/badge/PRs-welcome-green)",
        "A curated list of papers about things that do not exist. Maintained by the [Invented Lab](https://lab.example).",
        '<p align="center">\n  <img src="assets/overview.png" width="80%">\n</p>',
        "> If you find this list useful, please give it a ⭐. Pull requests are welcome!",
        "## News\n\n- [2026/05/01] 🎉 This list has 1,000 stars!\n- [2026/01/12] We reorganised all sections.",
        "**Keywords**: ![](https://img.shields.io/badge/ICLR-blue) venue, 🔥 hot, ⭐ recommended",
    )
    parts += [extra for extra in extras if random.random() < 0.4]
    if random.random() < 0.6:
        marker = random.choice("-*")
        contents = "\n".join(f"{marker} [{heading}](#{_anchor(heading)})" for heading in sections)
        parts.append(f"## {random.choice(('Contents', 'Table of Contents', '目录', '📖 Contents'))}\n\n{contents}")
    return "\n\n".join(parts)


def _parts(random: Random) -> Iterator[tuple[str, str]]:
    """What is before and after each group of works in a section."""
    kind = random.choice(("one", "one", "one", "years", "folds", "bold", "deeper", "weeks", "days"))
    number = 1 if kind == "one" else random.randint(1, 3)
    for year in range(2026, 2026 - number, -1):
        topic = random.choice(("Routing", "Quantization", "Systems", "Others"))
        before = {
            "years": f"### {year}\n",
            "folds": f"<details>\n<summary><b>{year}</b></summary>\n",
            "bold": f"**{topic} {year}**\n",
            "deeper": f"#### {topic} of {year}\n",
            "days": f"### {year}-03-0{year % 9 + 1}\n",
            "weeks": f"### Week of March {year - 2010}, {year}\n",
        }.get(kind, "")
        yield before, "\n</details>\n" if kind == "folds" else random.choice(("", "", "\n[⬆ back to top](#contents)\n"))


def _bottom(random: Random) -> str:
    """The sections that follow the works."""
    sections = (
        "## Contributing\n\nPlease open an issue or a pull request. Use the format `[Title](link)`.",
        "## Star History\n\n[![Star History Chart](https://api.star-history.com/svg?repos=invented-lab/list)]"
        "(https://star-history.com/#invented-lab/list)",
        "## License\n\nThis list is released under [CC0](https://creativecommons.org/publicdomain/zero/1.0/).",
        "## Citation\n\n```bibtex\n@article{quillon2025, title={A Survey of Invented Things}, year={2025}}\n```",
        "## Sponsors\n\n[<img src='assets/logo.png' width='120'>](https://sponsor.example/?ref=list)",
        "---\n\nMade with ❤️ by the contributors of the list.",
    )
    return "\n" + "\n\n".join(section for section in sections if random.random() < 0.5)
