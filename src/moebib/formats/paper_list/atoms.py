"""Cuts what a list says of a work into atoms: a link, what is in brackets or bold, text between two separators.

An atom knows what it could be by itself: a date, a venue, names of people, the label of a link. What it is, the whole
list decides (``roles``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from moebib.formats.paper_list.inline import (
    BREAK,
    CELL,
    CODE,
    CODE_END,
    EM,
    EM_END,
    IMAGE,
    INS,
    INS_END,
    LINK,
    SKIP,
    STRONG,
    STRONG_END,
    InlineLink,
    MarkdownLine,
)
from moebib.formats.paper_list.slots import DateAndVenue, is_known_venue, read_date_and_venue
from moebib.formats.paper_list.words import link_kind
from moebib.normalise.written_people import read_people

__all__ = ["Atom", "atoms", "could_be_people", "people_in", "words_of"]

AtomKind = Literal["text", "link", "image"]


class Atom(NamedTuple):
    """A piece of a line that no separator divides."""

    kind: AtomKind
    wrap: str
    """What it is wrapped in, from the outside: S strong, E emphasis, I underlined, C code, B square brackets,
    P parentheses, Q quotation marks."""
    start: int
    end: int
    """Its content in the line, without what wraps it."""
    separator: str
    """The punctuation between the atom before it and this one: "\\n" for a line, CELL for a cell."""
    text: str
    link: InlineLink | None
    group: int
    """The number of the wrapper in the line, so that two atoms in one wrapper have the same; 0 outside of all."""
    outer: int
    """The number of the outermost wrapper."""

    @property
    def found(self) -> DateAndVenue:
        """The date in it, and the rest as a venue."""
        return read_date_and_venue(self.text)

    @property
    def is_date(self) -> bool:
        """Whether it is a date and nothing else."""
        found = self.found
        return found.issued is not None and found.venue[0] == found.venue[1]

    @property
    def is_venue(self) -> bool:
        """Whether it is a known venue, with or without a date."""
        found = self.found
        return found.venue[0] < found.venue[1] and is_known_venue(self.text[slice(*found.venue)])

    @property
    def is_label(self) -> bool:
        """Whether it is a link or a word such as "Code"."""
        if self.link is None:
            return bool(link_kind(self.text, whole=True))
        return (
            bool(link_kind(self.text) or re.fullmatch(r"\W*\d?\W*|https?://.*", self.text)) or self.link.label.is_image
        )


_OPEN = {STRONG: ("S", STRONG_END), EM: ("E", EM_END), INS: ("I", INS_END), CODE: ("C", CODE_END)}
_BRACKETS = {
    "[": ("B", "]"), "(": ("P", ")"), "\uff08": ("P", "\uff09"), "\u3010": ("B", "\u3011"), "\u300a": ("Q", "\u300b"),
    "\u201c": ("Q", "\u201d"), "\u300c": ("Q", "\u300d"), "\u300e": ("Q", "\u300f"), "\uff3b": ("B", "\uff3d"),
}  # fmt: skip
_QUOTED = re.compile(r'"(?=\S)([^"\n\x17]+?)(?<=\S)"')
_SEPARATOR = re.compile(
    r"[ \t]*[\uff0c\uff1b\uff1a\u3001\u3002|\u00b7\u2022\u2022\uff5c][ \t]*"
    r"|[ \t]+[-\u2013\u2014~>\u2192]+(?:[ \t]+|$)|\u2014+"
    r"|[ \t]*[,;](?=[ \t]|$|[\x01-\x06\x0e-\x17\n\[(])[ \t]*"
    r"|(?<=[\x01\x04\x06\x0f\x11\])]):[ \t]*"
    r"|:(?=[ \t]|$|[\x01-\x06\x0e-\x17\n\[(])[ \t]*"
    r"|(?<!\b[A-Z])(?<!\bvs)(?<!\bet)(?<!\bal)(?<!\bSt)(?<!\bJr)\.(?=[ \t]|$|[\x01-\x06\x0e-\x17\n\[(])[ \t]*"
    r"|[?!](?=[ \t]|$|[\x01-\x06\x0e-\x17\n\[(])[ \t]*"
)
_TEXT_END = re.compile(rf"[{LINK}{IMAGE}{STRONG}{STRONG_END}{EM}{EM_END}{INS}{INS_END}{CODE}{CODE_END}{SKIP}{CELL}{BREAK}"
                       r"\[\](){}\uff08\uff09\u3010\u3011\u300a\u300b\u201c\u201d\u300c\u300d\u300e\u300f\uff3b\uff3d\"]")  # fmt: skip


def atoms(line: MarkdownLine) -> list[Atom]:
    """The atoms of a line in its order."""
    return list(_Cutter(line).cut(0, len(line.mask), ""))


class _Cutter:
    def __init__(self, line: MarkdownLine) -> None:
        self.line = line
        self.mask = line.mask
        self.links = iter(line.links)
        self.separator = ""
        self.groups = 0
        self.outer = 0

    def cut(self, start: int, end: int, wrap: str, group: int = 0) -> Iterator[Atom]:
        """The atoms from *start* to *end*, which is the inside of *wrap*."""
        at = start
        while at < end:
            char = self.mask[at]
            if char in _OPEN or char in _BRACKETS or char == '"':
                inside = self._inside(at, end)
                if inside:
                    letter, content_start, content_end, after = inside
                    self.groups += 1
                    self.outer = self.groups if not wrap else self.outer
                    yield from self.cut(content_start, content_end, wrap + letter, self.groups)
                    at = after
                    continue
            if char == LINK:
                link = next(self.links)
                yield self._atom("link", wrap, at, at + 1, group, link)
            elif char == IMAGE:
                yield self._atom("image", wrap, at, at + 1, group)
            elif char in (BREAK, CELL):
                self.separator += char
            elif _TEXT_END.match(char):
                pass
            else:
                match = _TEXT_END.search(self.mask, at + 1, end)
                text_end = match.start() if match else end
                yield from self._cut_text(at, text_end, wrap, group)
                at = text_end
                continue
            at += 1

    def _cut_text(self, start: int, end: int, wrap: str, group: int) -> Iterator[Atom]:
        at = start
        for separator in _SEPARATOR.finditer(self.mask, start, end):
            yield from self._text_atom(at, separator.start(), wrap, group)
            self.separator += separator[0].strip() or " "
            at = separator.end()
        yield from self._text_atom(at, end, wrap, group)

    def _text_atom(self, start: int, end: int, wrap: str, group: int) -> Iterator[Atom]:
        text = self.line.text[start:end]
        if stripped := text.strip():
            left = start + text.index(stripped[0])
            yield self._atom("text", wrap, left, left + len(stripped), group)

    def _atom(
        self, kind: AtomKind, wrap: str, start: int, end: int, group: int, link: InlineLink | None = None
    ) -> Atom:
        text = link.label.plain if link else self.line.part(start, end).plain if kind == "text" else ""
        separator, self.separator = self.separator, ""
        return Atom(kind, wrap, start, end, separator, text, link, group, self.outer if wrap else 0)

    def _inside(self, at: int, end: int) -> tuple[str, int, int, int] | None:
        """The letter of the wrapper that begins at *at*, its content, and where it ends."""
        char = self.mask[at]
        if char == '"':
            quoted = _QUOTED.match(self.mask, at, end)
            return ("Q", *quoted.span(1), quoted.end()) if quoted else None
        letter, closing = _OPEN.get(char) or _BRACKETS[char]
        depth = 0
        for i in range(at, min(end, at + 4_000)):
            if self.mask[i] == char:
                depth += 1
            elif self.mask[i] == closing:
                depth -= 1
                if depth == 0:
                    return letter, at + 1, i, i + 1
            elif self.mask[i] == CELL:
                break
        return None


_CONNECTED = re.compile(r"\s*(?:,|;|\uff0c|\uff1b|\u3001|&|\band\b|\u00b7|\|)\s*")
_OTHERS = re.compile(
    r"[\s,;\uff0c\u3001]*(?:\.\.\.|\u2026)?[\s,;]*(?:\bet[ .]+al\b\.?|\band\s+others\b|\betc\b\.?|\u7b49)[\s.]*$", re.I
)
_NAME = re.compile(
    r"(?:[^\W\d_a-z][\w'\u2019\u2010.-]*|d[aeiou]s?|v[ao]n|der|den|la|le|el|al|bin|ben|zu|ter|ten)"
    r"(?:[ \u00a0-](?:[^\W\d_a-z][\w'\u2019\u2010.-]*|d[aeiou]s?|v[ao]n|der|den|la|le|el|al|bin|ben|zu|ter|ten)){0,5}"
)
_CJK_NAME = re.compile(r"[\u4e00-\u9fff\u3040-\u30ff\uac00-\ud7af\u00b7]{2,5}")
_FOOTNOTES = re.compile(r"[*\u2020\u2021\u00a7\u00b6\d\u00b9\u00b2\u00b3\u2070-\u2079]+(?=[\s,;]|$)")


_FAMILY_FIRST = re.compile(r"[^,]+,[^,]+")


@lru_cache(maxsize=20_000)
def people_in(text: str) -> tuple[tuple[str, ...], bool]:
    """The names that *text* lists, and whether there are more ("et al."); no names if it is no list of people.

    >>> people_in("Ying WEI, Jan van Damme and J. Lund et al.")
    (('Ying WEI', 'Jan van Damme', 'J. Lund'), True)
    >>> people_in("Lund, Ida and Berg, Jon and others"), people_in("Text, Sound, Image and Code")
    ((('Lund, Ida', 'Berg, Jon'), True), ((), False))
    """
    without_others = _OTHERS.sub("", text)
    others = without_others != text
    bare = _FOOTNOTES.sub("", without_others).strip(" .,;:")
    if not 2 <= len(bare) <= 5_000:
        return (), False
    families = re.split(r"\s+and\s+", bare)
    if len(families) > 1 and all(map(_FAMILY_FIRST.fullmatch, families)):
        return tuple(families), others
    names = [_without_period(name) for name in _CONNECTED.split(bare) if name.strip(" .")]
    full = [
        name
        for name in names
        if _CJK_NAME.fullmatch(name) or (_NAME.fullmatch(name) and re.search(r"[ .\u00a0]", name))
    ]
    if names and len(full) >= max(1, 0.8 * len(names)):
        return tuple(names), others
    read = read_people(without_others)
    return (tuple(str(name) for name in read), others or read.others) if read else ((), False)


def _without_period(name: str) -> str:
    """A name without the period of the sentence, but with that of an initial."""
    return name.strip() if re.search(r"\b\w\.$", name.strip()) else name.strip(" .")


_WORD = re.compile(r"\b[a-z]{3,}\b")
# Words of titles that a short list may have in capitals only.
_TITLE_WORDS = frozenset(
    [
        "access",
        "accurate",
        "active",
        "adaptive",
        "agent",
        "aggressive",
        "algorithm",
        "all",
        "ambient",
        "analysis",
        "analytics",
        "approach",
        "architecture",
        "are",
        "art",
        "artificial",
        "attention",
        "augmented",
        "automatic",
        "aware",
        "balanced",
        "based",
        "batch",
        "bayesian",
        "beam",
        "benchmark",
        "better",
        "beyond",
        "big",
        "bias",
        "brain",
        "budget",
        "cache",
        "cases",
        "causal",
        "cells",
        "challenge",
        "cheap",
        "clustering",
        "code",
        "collaborative",
        "commonsense",
        "communication",
        "composable",
        "compression",
        "computer",
        "computing",
        "concept",
        "conditional",
        "consistent",
        "context",
        "contrastive",
        "control",
        "cost",
        "coverage",
        "critical",
        "cross",
        "data",
        "dataset",
        "deep",
        "dense",
        "depth",
        "design",
        "detection",
        "diffusion",
        "direct",
        "distributed",
        "distilled",
        "domain",
        "double",
        "dual",
        "dynamic",
        "early",
        "easy",
        "economic",
        "edge",
        "efficient",
        "elastic",
        "embedding",
        "end",
        "energy",
        "engine",
        "engineering",
        "error",
        "evaluation",
        "exit",
        "experience",
        "expert",
        "experts",
        "explicit",
        "exploring",
        "extreme",
        "failure",
        "fair",
        "fast",
        "federated",
        "feedback",
        "few",
        "fine",
        "flexible",
        "flow",
        "foundation",
        "framework",
        "from",
        "full",
        "functions",
        "fusion",
        "future",
        "game",
        "gate",
        "general",
        "generation",
        "generative",
        "global",
        "good",
        "graph",
        "graphs",
        "grounded",
        "group",
        "grouped",
        "guided",
        "hard",
        "hardware",
        "hidden",
        "hierarchical",
        "high",
        "how",
        "hybrid",
        "identity",
        "image",
        "implicit",
        "inference",
        "information",
        "input",
        "instruction",
        "intelligence",
        "interaction",
        "is",
        "it",
        "joint",
        "key",
        "knowledge",
        "label",
        "labels",
        "language",
        "large",
        "latency",
        "latent",
        "layer",
        "layers",
        "learned",
        "learning",
        "less",
        "limits",
        "linear",
        "local",
        "logic",
        "long",
        "loss",
        "low",
        "machine",
        "many",
        "mask",
        "massive",
        "matrix",
        "memory",
        "meta",
        "method",
        "methods",
        "metric",
        "mixed",
        "mixture",
        "mobile",
        "modality",
        "model",
        "models",
        "modular",
        "more",
        "motion",
        "multi",
        "multimodal",
        "music",
        "natural",
        "network",
        "networks",
        "neural",
        "noise",
        "noisy",
        "non",
        "normalization",
        "not",
        "novel",
        "object",
        "offline",
        "online",
        "open",
        "operator",
        "optimal",
        "optimization",
        "outlier",
        "overview",
        "pairs",
        "parallel",
        "parameter",
        "path",
        "perception",
        "performance",
        "plan",
        "planning",
        "point",
        "policy",
        "power",
        "practice",
        "precision",
        "prediction",
        "preference",
        "principled",
        "prior",
        "privacy",
        "probabilistic",
        "problem",
        "process",
        "program",
        "programming",
        "projection",
        "prompt",
        "proxy",
        "public",
        "pure",
        "quality",
        "quantization",
        "query",
        "quantum",
        "random",
        "rank",
        "reasoning",
        "recognition",
        "recommendation",
        "regression",
        "reinforcement",
        "relational",
        "representation",
        "research",
        "resource",
        "retrieval",
        "review",
        "reward",
        "robot",
        "robust",
        "role",
        "routing",
        "safe",
        "sample",
        "scalable",
        "scale",
        "scaling",
        "scene",
        "search",
        "secure",
        "security",
        "selection",
        "selective",
        "self",
        "semantic",
        "sequence",
        "server",
        "serving",
        "set",
        "shared",
        "short",
        "signal",
        "simple",
        "single",
        "skills",
        "small",
        "smart",
        "social",
        "software",
        "sound",
        "source",
        "space",
        "sparse",
        "spatial",
        "speculative",
        "speech",
        "speed",
        "speedup",
        "stable",
        "state",
        "static",
        "statistical",
        "stereo",
        "stochastic",
        "strategy",
        "strong",
        "structure",
        "structured",
        "student",
        "study",
        "sub",
        "supervised",
        "survey",
        "swarm",
        "system",
        "systems",
        "table",
        "target",
        "task",
        "tasks",
        "teacher",
        "technical",
        "template",
        "temporal",
        "test",
        "text",
        "theory",
        "thought",
        "throughput",
        "time",
        "token",
        "tokens",
        "toward",
        "towards",
        "train",
        "training",
        "transfer",
        "transformer",
        "transformers",
        "tree",
        "trust",
        "tuning",
        "understanding",
        "unified",
        "universal",
        "universe",
        "unlabeled",
        "unsupervised",
        "user",
        "using",
        "value",
        "variational",
        "vector",
        "video",
        "view",
        "vision",
        "visual",
        "voice",
        "weak",
        "web",
        "weight",
        "weights",
        "what",
        "when",
        "why",
        "wide",
        "with",
        "world",
        "zero",
    ]
)
_ENDING = re.compile(
    r"(?:ing|[ts]ion|ment|ness|ity|tive|able|ance|ence|ism|ics|ology|ized|less|ware|ical|ous|ated|ational)$"
)


def words_of(lines: Iterable[MarkdownLine]) -> frozenset[str]:
    """The words of a list that it has in small letters: a capitalised pair of them is no name of a person."""
    return _TITLE_WORDS.union(*(_WORD.findall(line.text) for line in lines))


def could_be_people(text: str, words: frozenset[str]) -> float:
    """How likely a text lists people: 1 for three names or "et al.", less for a single one, which may be a company."""
    names, others = people_in(text)
    if not names:
        return 0
    doubtful = 0
    for name in names:
        parts = [part for part in re.findall(r"[^\W\d_]+", name) if len(part) > 2]
        # The ending of a word alone is no proof: there are people called Manning.
        common = sum(1 if part.lower() in words else 0.75 * bool(_ENDING.search(part.lower())) for part in parts)
        doubtful += bool(parts) and common * 2 >= len(parts)
    if doubtful * 2 >= len(names):
        return 0
    return 1 if len(names) > 2 or others else 0.8 if len(names) == 2 else 0.3
