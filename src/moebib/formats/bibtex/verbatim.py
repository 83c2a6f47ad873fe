"""Verbatim values, of links and identifiers, in which some tools write LaTeX all the same."""

from __future__ import annotations

import re

from moebib.text.latex import decode

__all__ = ["verbatim_text"]

_CHARACTERS = {
    "textasciitilde": "~", "textunderscore": "_", "textless": "<", "textgreater": ">", "textpercent": "%",
    "textampersand": "&", "textbackslash": "\\", "slash": "/", "textasciicircum": "^", "textbar": "|",
}  # fmt: skip
_NO_CHARACTERS = re.compile(
    r"\\-|\\discretionary\s*\{[^{}]*\}\{\}\{\}|\\(?:allowbreak|linebreak|nolinebreak|relax)\b(?:\[\d\])?(?:\{\}|\s)?"
    r"|\\penalty-?\d+\s?"
)
"""Where TeX may break a line."""
_ACCENTED = re.compile(
    r"\{\\[\"'`=.](?:[A-Za-z]|\{[A-Za-z]\})\}|\\[\"'`=.](?:[A-Za-z]|\{[A-Za-z]\})|\{\\[uvHcdk][ {][A-Za-z]\}{1,2}"
)
"""A letter with an accent; a tilde and a circumflex are characters of links."""
_COMMANDS = re.compile(r"\{?\\(" + "|".join(_CHARACTERS) + r")\b(?:\{\}|\s*\}|\s?)")


def verbatim_text(latex: str) -> str:
    r"""A verbatim value without ``\url{}`` and the LaTeX that some tools write in it: ``_ % & # ~ < > ^ { }``.

    >>> verbatim_text(r"\url{http://a.example/x\_y\%20{\textasciitilde}z}")
    'http://a.example/x_y%20~z'
    >>> verbatim_text(r"http://a.example/{~}x\string~y$\sim$z{\^{}}a\-b")
    'http://a.example/~x~y~z^ab'
    >>> verbatim_text(r"http://a.example/{\"u}\'e{\v{s}}?a=1&amp;b=2")
    'http://a.example/üéš?a=1&b=2'
    >>> verbatim_text("{{10.5555/1}}"), verbatim_text("{a}/{b}")
    ('10.5555/1', '{a}/{b}')
    """
    value = " ".join(latex.split())
    while value.startswith("{") and value.endswith("}") and re.fullmatch(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", value):
        value = value[1:-1].strip()
    value = value.replace("&amp;", "&")
    if "\\" in value:
        value = _ACCENTED.sub(lambda accented: decode(accented[0]), value)
        value = re.sub(r"^\\href\s*\{([^{}]*)\}\s*\{.*\}$", r"\1", value)
        value = re.sub(r"^\\url\s*\{(.*)\}$", r"\1", value, flags=re.S)
        value = re.sub(r"\\(?:symbol|char)\{?126\}?", "~", value)
        value = re.sub(r"\\(?:texttt|mathtt|tt)\s*\{([^{}]*)\}", r"\1", value)
        value = _NO_CHARACTERS.sub("", re.sub(r"\\string\s?(?=[^A-Za-z\s])", "", value))
        value = _COMMANDS.sub(lambda match: _CHARACTERS[match[1]], value)
        value = re.sub(r"\{\\([_%&#~$^])(?:\{ ?\})?\}|\\([_%&#~$^])(?:\{ ?\})?", lambda sign: sign[1] or sign[2], value)
    if "$" in value:
        value = re.sub(r"\$([<>_~\\\s]+)\$", r"\1", value.replace(r"\sim", "~").replace(r"\backslash", "\\"))
    return re.sub(r"\{([^\\{}\w])\}", r"\1", value) if "{" in value else value
