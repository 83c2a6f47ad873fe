"""The DOI of arXiv: read as the arXiv ID, and written again wherever it was read."""

from __future__ import annotations

import pytest

from moebib.formats import Options, get
from moebib.formats._doi import doi_of_arxiv

DOI = "10.48550/arXiv.2401.01234"
READ = {
    "bibtex": f"@misc{{a, title={{Ponds}}, eprint={{2401.01234}}, archiveprefix={{arXiv}}, doi={{{DOI}}}}}",
    "csl-json": f'[{{"id": "a", "type": "article", "title": "Ponds", "DOI": "{DOI}"}}]',
    "ris": f"TY  - UNPB\nID  - a\nTI  - Ponds\nDO  - {DOI}\nER  - \n",
    "hayagriva": f"a:\n  type: article\n  title: Ponds\n  serial-number: {{doi: {DOI}}}\n",
}
WRITTEN = {
    "bibtex": f"  doi = {{{DOI}}},\n", "biblatex": f"  doi = {{{DOI}}},\n", "csl-json": f'"DOI": "{DOI}"',
    "ris": f"DO  - {DOI}\n", "hayagriva": f'doi: "{DOI}"',
}  # fmt: skip


@pytest.mark.parametrize("target", WRITTEN)
@pytest.mark.parametrize("source", READ)
def test_the_doi_of_arxiv_survives_beside_the_id(source: str, target: str) -> None:
    (record,) = get(source).parse_text(READ[source]).records
    assert [str(identifier) for identifier in record.identifiers] == ["arxiv:2401.01234"]
    written = get(target).record_writer().dump([record], Options())
    assert WRITTEN[target] in written
    assert "2401.01234" in written.replace(DOI, "")


def test_it_is_not_written_for_another_id() -> None:
    (record,) = get("bibtex").parse_text(READ["bibtex"]).records
    other = record.evolve(identifiers=("arxiv:2402.05678",))
    assert doi_of_arxiv(record) == DOI
    assert not doi_of_arxiv(other)
    for target in ("bibtex", "biblatex", "csl-json", "ris"):
        assert DOI not in get(target).record_writer().dump([other], Options())
