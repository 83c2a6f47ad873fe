"""What users write to load, change, check and save libraries; mypy and pyright accept all of it."""

from __future__ import annotations

from pathlib import Path

import moebib

bundled: moebib.Library = moebib.load()
library = moebib.load(Path("refs.bib"))
record = moebib.Record(id="lund2024", type="book", title="Firing Pots.", author=["Lund, Ida"], issued="2024")

library = library.add(record).replace(record.evolve(issued="2025")).remove("knuth1984")
lost: tuple[moebib.Finding, ...] = library.save()
moebib.save(library, "copy.bib")
library.save("list/")
library = library.rename("lund2024", "pots2024").rename("pots2024", "lund2024")

book: moebib.Record = library["lund2024"]
found: moebib.Record | None = library.find("10.5555/pots")
is_there: bool = "2401.06066" in library and book in library
first: moebib.Record = library.records[0]
keys: list[str] = [work.id for work in library]
works: list[moebib.Record] = library.search("pots year:2024..")
tagged: moebib.Library = bundled.select(tags="quantization")
models: tuple[moebib.Model, ...] = bundled.models
size: int = len(library)

records, findings = moebib.read("copy.bib")
parsed: moebib.ParsedFile = moebib.parse("@book{a, title = {A}}")
text: str = moebib.export(library, "csl-json") + moebib.export(record) + moebib.export([record], prefer="preprint")
moebib.write(library, "refs.json")
moebib.write([record], Path("refs.txt"), "ris")

for finding in moebib.check(library, select="MB37"):
    where: str = f"{finding.code} {finding.file}:{finding.line} {finding.message}"
    patch: moebib.Patch | None = finding.patch
    if patch:
        library = library.replace(library[patch.id].evolve(**patch.changes))
for pair in moebib.dedupe(library):
    duplicate: moebib.Duplicate = pair
    library = library.remove(pair.second.id).replace(pair.merged)
version: str = moebib.__version__
