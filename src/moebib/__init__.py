"""Keep a bibliography in git, and generate README, BibTeX and CSL-JSON files from it.

>>> import moebib
>>> library = moebib.load()                   # the list here, or the bundled one; moebib.load("refs.bib") loads a file
>>> library["dai2024deepseekmoe"].author[0].family
'Dai'

- ``load(path)`` is a list or a file as a ``Library`` of ``Record`` objects; ``library.save()`` writes what changed.
- ``read`` and ``write`` are for files in any format, ``parse`` and ``export`` for texts.
- ``check`` finds problems, ``dedupe`` duplicates, and ``verify`` what services contradict.
- ``fetch(text)`` looks up the work with an identifier or title; ``Client`` keeps a connection for many.
- ``format_references(works, style="apa")`` is text, HTML or Markdown.
- Every error is a ``MoebibError``, and also the ``ValueError``, ``KeyError`` and so on that people expect.

``help(moebib.Library)`` and ``help(moebib.Record)`` have all methods and fields. Names are imported when they are first
used, so ``import moebib`` takes about a millisecond.
"""

from __future__ import annotations

import sys

from moebib._lazy import lazy_names

# Not imported: typing would be most of the cost of `import moebib`.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from moebib.citations.format import format_references
    from moebib.commands.on_library import Duplicate, check, dedupe, verify
    from moebib.commands.verify import Verified
    from moebib.errors import (
        Finding,
        InputError,
        InvalidArgument,
        InvalidAttribute,
        InvalidIdentifier,
        InvalidRecord,
        MissingPackage,
        MoebibError,
        NoSuchWork,
        Patch,
        SourceUnavailable,
        UnknownKey,
    )
    from moebib.formats import ParsedFile, export, parse
    from moebib.library.library import Library
    from moebib.lookup.client import Client, fetch, fetch_many
    from moebib.lookup.verdict import Difference, Verdict
    from moebib.records.answer import Absent, Found, Unavailable
    from moebib.records.date import Bound, Date, parse_date
    from moebib.records.identifier import Identifier, Scheme, parse_identifier
    from moebib.records.model import Checkpoint, Model
    from moebib.records.name import Name, Names, parse_name
    from moebib.records.publication import Alternative, Origin, Publication, Status, Version
    from moebib.records.record import Links, Record, Relation
    from moebib.store.environment import __version__
    from moebib.store.library_files import load, read, write
    from moebib.store.saving import save
    from moebib.web.response import Http, Response

__all__ = [
    "Absent",
    "Alternative",
    "Bound",
    "Checkpoint",
    "Client",
    "Date",
    "Difference",
    "Duplicate",
    "Finding",
    "Found",
    "Http",
    "Identifier",
    "InputError",
    "InvalidArgument",
    "InvalidAttribute",
    "InvalidIdentifier",
    "InvalidRecord",
    "Library",
    "Links",
    "MissingPackage",
    "Model",
    "MoebibError",
    "Name",
    "Names",
    "NoSuchWork",
    "Origin",
    "ParsedFile",
    "Patch",
    "Publication",
    "Record",
    "Relation",
    "Response",
    "Scheme",
    "SourceUnavailable",
    "Status",
    "Unavailable",
    "UnknownKey",
    "Verdict",
    "Verified",
    "Version",
    "__version__",
    "check",
    "dedupe",
    "export",
    "fetch",
    "fetch_many",
    "format_references",
    "load",
    "parse",
    "parse_date",
    "parse_identifier",
    "parse_name",
    "read",
    "save",
    "verify",
    "write",
]

_HOMES = {
    "records.answer": ("Absent", "Found", "Unavailable"),
    "citations.format": ("format_references",),
    "lookup.client": ("Client", "fetch", "fetch_many"),
    "records.date": ("Bound", "Date", "parse_date"),
    "errors": (
        "Finding",
        "InputError",
        "InvalidArgument",
        "InvalidAttribute",
        "InvalidIdentifier",
        "InvalidRecord",
        "MissingPackage",
        "MoebibError",
        "NoSuchWork",
        "Patch",
        "SourceUnavailable",
        "UnknownKey",
    ),
    "records.identifier": ("Identifier", "Scheme", "parse_identifier"),
    "library.library": ("Library",),
    "records.name": ("Name", "Names", "parse_name"),
    "records.model": ("Checkpoint", "Model"),
    "records.publication": ("Alternative", "Origin", "Publication", "Status", "Version"),
    "records.record": ("Links", "Record", "Relation"),
    "commands.on_library": ("Duplicate", "check", "dedupe", "verify"),
    "commands.verify": ("Verified",),
    "formats": ("ParsedFile", "export", "parse"),
    "lookup.verdict": ("Difference", "Verdict"),
    "store.environment": ("__version__",),
    "store.library_files": ("load", "read", "write"),
    "store.saving": ("save",),
    "web.response": ("Http", "Response"),
}


def _no_name(name: str) -> AttributeError:
    from moebib._guesses import OF_PACKAGE, no_attribute

    return no_attribute("moebib", name, __all__, OF_PACKAGE)


if not TYPE_CHECKING:  # type checkers would take any name for one of this module
    __getattr__ = lazy_names(__name__, _HOMES, error=_no_name)


def __dir__() -> list[str]:
    return __all__


class _MovedModules:
    """Finds the modules that have moved since 0.1, where nothing else finds them; see ``moebib.moved``."""

    @staticmethod
    def find_spec(fullname: str, path: object = None, target: object = None) -> object:
        """How to import *fullname*, or ``None``."""
        if not fullname.startswith("moebib.") or fullname == "moebib.moved":
            return None
        from moebib.moved import spec_of

        return spec_of(fullname)


sys.meta_path.append(_MovedModules)  # type: ignore[arg-type]
