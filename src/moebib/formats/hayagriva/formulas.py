r"""Formulas of Typst, in TeX, and back, as far as both have the same (https://typst.app/docs/reference/math/).

Typst runs code after ``#``, and names are variables, so a formula is only written if all its parts are in these tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

__all__ = ["to_tex", "to_typst"]

_SAME = """
alpha beta gamma delta zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon chi psi omega Gamma Delta
Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega times sum in subset approx nabla partial dots log ln exp sin cos tan arg
max min sup inf lim det dim ker gcd deg forall exists equiv star ell supset emptyset perp parallel prime div ast bullet
dagger aleph top bot cot sec csc sinh cosh tanh Pr
"""
_SYMBOLS = {
    **{name: name for name in _SAME.split()},
    "epsilon": "varepsilon", "epsilon.alt": "epsilon", "phi": "varphi", "phi.alt": "phi", "dot": "cdot",
    "infinity": "infty", "oo": "infty", "product": "prod", "integral": "int", "plus.minus": "pm", "tilde.op": "sim",
    "lt.eq": "leq", "gt.eq": "geq", "eq.not": "neq", "arrow.r": "to", "union": "cup", "sect": "cap",
    "diff": "partial", "prop": "propto", "in.not": "notin", "subset.eq": "subseteq", "supset.eq": "supseteq",
    "nothing": "emptyset", "compose": "circ", "arrow.l": "leftarrow", "arrow.r.double": "Rightarrow",
    "arrow.l.r": "leftrightarrow", "arrow.l.r.double": "Leftrightarrow", "arrow.r.bar": "mapsto", "arrow.t": "uparrow",
    "arrow.b": "downarrow", "times.o": "otimes", "plus.o": "oplus", "lt.double": "ll", "gt.double": "gg",
    "tilde.eq": "simeq", "tilde.equiv": "cong", "minus.plus": "mp", "without": "setminus", "and": "land", "or": "lor",
    "not": "lnot", "planck": "hbar", "dots.c": "cdots", "theta.alt": "vartheta", "rho.alt": "varrho", "pi.alt": "varpi",
    "sigma.alt": "varsigma", "integral.cont": "oint",
}  # fmt: skip
"""Names of Typst, and the commands of TeX; of several for one command, the first is written."""
_SHORT = {"<=": "leq", ">=": "geq", "!=": "neq", "->": "to", "...": "dots"}
_LETTERS = {"RR": "R", "NN": "N", "ZZ": "Z", "QQ": "Q", "CC": "C"}
_CALLS = {
    "sqrt": "sqrt", "cal": "mathcal", "bb": "mathbb", "frak": "mathfrak", "bold": "mathbf", "upright": "mathrm",
    "hat": "hat", "tilde": "tilde", "overline": "overline", "underline": "underline", "frac": "frac",
    "binom": "binom", "arrow": "vec", "dot": "dot", "macron": "bar", "scr": "mathscr", "sans": "mathsf",
    "mono": "mathtt", "italic": "mathit",
}  # fmt: skip
_OF_TWO = ("frac", "binom")
_COMMANDS: dict[str, str] = {}
for _typst, _tex in _SYMBOLS.items():
    _COMMANDS.setdefault(_tex, _typst)
_COMMANDS |= {"le": "lt.eq", "ge": "gt.eq", "ne": "eq.not", "rightarrow": "arrow.r", "ldots": "dots"}
_CALLED = {tex: typst for typst, tex in _CALLS.items()} | {"tfrac": "frac", "dfrac": "frac"}
_DEEPEST = 20

_TYPST = re.compile(
    r'(?P<name>[A-Za-z]{2,}(?:\.[a-z]+)*)|"(?P<text>[A-Za-z0-9 -]*)"|(?P<short><=|>=|!=|->|\.\.\.)|(?P<space>\s+)'
    r"|(?P<char>[A-Za-z0-9+=<>,.()|!/:;\[\]'*_^-])"
)
_TEX = re.compile(r"\\(?P<name>[A-Za-z]+)|(?P<space>\s+)|(?P<char>[A-Za-z0-9+=<>,.()|!/:;\[\]'*_^{}-])")


class _UnknownError(Exception):
    """A part that the other language does not have, or that is not in the tables."""


@lru_cache(maxsize=2_000)
def to_tex(formula: str) -> str | None:
    r"""The TeX of a formula of Typst; ``None`` if it contains more than is known here.

    >>> print(to_tex("x^2 + alpha_(i j)"), to_tex("cal(O)(n log n)"), to_tex("frac(1, sqrt(n)) <= RR"))
    x^2 + \alpha_{ij} \mathcal{O}(n \log n) \frac{1}{\sqrt{n}} \leq \mathbb{R}
    >>> to_tex("#read(file)"), to_tex("mat(1, 2)")
    (None, None)
    """
    tokens = _tokens(_TYPST, formula)
    try:
        tex = _Tex(tokens).sequence("")
    except (_UnknownError, IndexError):
        return None
    return tex.strip() or None


@lru_cache(maxsize=2_000)
def to_typst(formula: str) -> str | None:
    r"""The formula of Typst for one of TeX; ``None`` if it contains more than is known here.

    >>> print(to_typst(r"d_{model}^2"), to_typst(r"\mathcal{O}(n \log n)"), to_typst(r"\frac{a}{\sqrt{n}} \le \alpha"))
    d_(m o d e l)^2 cal(O)(n log n) frac(a, sqrt(n)) lt.eq alpha
    >>> to_typst(r"\input{x}"), to_typst("#1")
    (None, None)
    """
    tokens = _tokens(_TEX, formula)
    try:
        typst = _Typst(tokens).sequence("")
    except (_UnknownError, IndexError):
        return None
    has_bases = not re.search(r"(?:^|[(,])\s*[_^]", typst)  # Typst has no script of nothing
    return typst.strip() or None if has_bases else None


def _tokens(pattern: re.Pattern[str], formula: str) -> list[re.Match[str] | None]:
    """The tokens; ``None`` in place of what is unknown."""
    tokens = list(pattern.finditer(formula))
    is_complete = sum(len(token[0]) for token in tokens) == len(formula)
    return [*tokens] if is_complete else [None]


class _Formula:
    """Reads tokens one after the other."""

    def __init__(self, tokens: list[re.Match[str] | None]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    def peek(self) -> str:
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        return token[0] if token else ""

    def next(self) -> re.Match[str]:
        token = self.tokens[self.at]
        self.at += 1
        if token is None:
            raise _UnknownError
        return token

    def until(self, *ends: str) -> Iterator[re.Match[str]]:
        """The tokens up to one of *ends*, which is left; "" is the end of all."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _UnknownError
        while self.at < len(self.tokens) and self.peek() not in ends:
            yield self.next()
        self.depth -= 1
        if self.at == len(self.tokens) and "" not in ends:
            raise _UnknownError


class _Tex(_Formula):
    """Writes what it reads of Typst as TeX."""

    def sequence(self, *ends: str) -> str:
        pieces: list[str] = []
        for token in self.until(*ends):
            piece = self.one(token)
            before = pieces[-1] if pieces else ""
            if token["space"] and re.fullmatch("[A-Za-z]", before) and re.fullmatch("[A-Za-z]", self.peek()):
                continue  # Typst needs it between letters
            is_joined = re.search(r"\\[A-Za-z]+$", before) and piece[:1].isalpha()
            pieces += [" ", piece] if is_joined else [piece]
        return "".join(pieces)

    def one(self, token: re.Match[str]) -> str:
        if name := token["name"]:
            return self.call(name) if name in _CALLS and self.peek() == "(" else self.symbol(name)
        if token["text"] is not None:
            return rf"\text{{{token['text']}}}"
        if token["short"]:
            return "\\" + _SHORT[token["short"]]
        if token["space"]:
            return " "
        char: str = token["char"]
        if char in "_^":
            return char + self.script()
        if char == "(":
            inner = self.sequence(")")
            self.next()
            return f"({inner})"
        return char

    def symbol(self, name: str) -> str:
        if name in _LETTERS:
            return rf"\mathbb{{{_LETTERS[name]}}}"
        if name not in _SYMBOLS:
            raise _UnknownError
        return "\\" + _SYMBOLS[name]

    def call(self, name: str) -> str:
        self.next()
        arguments = [self.sequence(",", ")")]
        while self.next()[0] == ",":
            arguments.append(self.sequence(",", ")"))
        if len(arguments) != (2 if name in _OF_TWO else 1):
            raise _UnknownError
        return f"\\{_CALLS[name]}" + "".join(f"{{{argument.strip()}}}" for argument in arguments)

    def script(self) -> str:
        token = self.next()
        if token[0] == "(":
            inner = self.sequence(")").strip()
            self.next()
            if not inner:
                raise _UnknownError
            return f"{{{inner}}}"
        piece = self.one(token)
        if not piece.strip() or token[0] in "_^":
            raise _UnknownError
        return piece if len(piece) == 1 else f"{{{piece}}}"


class _Typst(_Formula):
    """Writes what it reads of TeX as Typst."""

    def sequence(self, *ends: str) -> str:
        pieces: list[str] = []
        for token in self.until(*ends):
            piece = self.one(token)
            before = pieces[-1] if pieces else ""
            is_joined = re.search(r"[A-Za-z]$", before) and piece[:1].isalpha()
            is_call = piece[:1] == "(" and before in ("dot", "star")
            pieces += [" ", piece] if is_joined or is_call else [piece]
        return "".join(pieces)

    def one(self, token: re.Match[str]) -> str:
        if name := token["name"]:
            return self.command(name)
        if token["space"]:
            return " "
        char: str = token["char"]
        if char in "_^":
            return char + self.script()
        if char == "{":
            inner = self.sequence("}")
            self.next()
            return inner
        if char == "}":
            raise _UnknownError
        return char

    def command(self, name: str) -> str:
        if name in ("text", "mathrm", "operatorname") and (words := self.words()):
            return f'"{words}"' if name == "text" else f"upright({' '.join(words)})"
        if name in _CALLED:
            arguments = [self.group() for _ in range(2 if _CALLED[name] in _OF_TWO else 1)]
            return f"{_CALLED[name]}({', '.join(arguments)})"
        if name not in _COMMANDS:
            raise _UnknownError
        return _COMMANDS[name]

    def words(self) -> str:
        inner = re.fullmatch(r"\{([A-Za-z0-9 -]+)\}.*", "".join(token[0] for token in self.tokens[self.at :] if token))
        if not inner:
            return ""
        while self.next()[0] != "}":
            pass
        return inner[1]

    def group(self) -> str:
        first = self.next()[0]
        if first.isalnum():  # \frac12
            return first
        if first != "{":
            raise _UnknownError
        inner = self.sequence("}")
        self.next()
        if not inner.strip() or "," in inner:
            raise _UnknownError
        return inner.strip()

    def script(self) -> str:
        token = self.next()
        if token[0] == "{":
            inner = self.sequence("}")
            self.next()
            if not inner.strip():
                raise _UnknownError
            return f"({inner.strip()})"
        piece = self.one(token)
        if not piece.strip() or token[0] in "_^":
            raise _UnknownError
        return piece
