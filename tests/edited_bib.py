"""Files of other people after `moebib update` and `moebib add --to`, for the programs that read them.

    python tests/edited_bib.py FOLDER

writes bibtex.bib and biblatex.bib into FOLDER.
"""

from __future__ import annotations

import sys
from pathlib import Path

from services import Known, services
from small_list import moebib

BIBTEX = r"""% as Google Scholar, dblp and arXiv write them
@string{jir = "Journal of Invented Results"}
@article{brook2024keeping,
  title={Keeping {E}xperts Warm},
  author={Brook, Tom and {\c C}elik, Ada},
  journal={arXiv preprint arXiv:2402.99992},
  year={2024}
}
@article{DBLP:journals/corr/Dune24,
  author       = {Ida Dune},
  title        = {Cooling Experts},
  journal      = {CoRR},
  volume       = {abs/2401.01234},
  year         = {2024},
  doi          = {10.48550/ARXIV.2401.01234},
  eprinttype    = {arXiv},
  eprint       = {2401.01234}
}
@misc{cho2021bounds, title="Bounds \& Limits", author="Ada Cho", year=2021, eprint="2101.01234", archivePrefix="arXiv"}
"""
BIBLATEX = """% as Zotero writes them – für uns
@misc{brookKeeping2024,
  title = {Keeping {{Experts Warm}}},
  author = {Brook, Tom and Çelik, Ada},
  date = {2024-02-03},
  number = {arXiv:2402.99992},
  eprint = {2402.99992},
  eprinttype = {arXiv},
  publisher = {arXiv},
  doi = {10.48550/arXiv.2402.99992},
  pubstate = {prepublished}
}
@online{duneCooling2024, title = {Cooling Experts}, author = {Dune, Ida}, date = {2024}, eprint = {2401.01234},
  eprinttype = {arxiv}, eprintclass = {cs}}
"""
SCHOLAR = """\
@article{brook2024keeping,
  title={Keeping experts warm},
  author={Brook, Tom and {\\c C}elik, Ada},
  journal={arXiv preprint arXiv:2402.99992},
  year={2024}
}
"""
SCHOLAR_PUBLISHED = """\
@inproceedings{brook2024keeping,
  title={Keeping experts warm},
  author={Brook, Tom and {\\c C}elik, Ada},
  booktitle={Workshop on Invented Systems},
  year={2025},
  pages={12--34},
  publisher={Invented},
  doi={10.5555/warm},
  eprint={2402.99992},
  archivePrefix={arXiv}
}
"""
_WARM = {
    "type": "paper-conference", "title": "Keeping Experts Warm", "author": ["Brook, Tom", "Çelik, Ada"],
    "issued": "2025-03-04", "container_title": "Workshop on Invented Systems", "page": "12-34", "publisher": "A & B",
    "identifiers": ["doi:10.5555/warm", "arxiv:2402.99992"],
}  # fmt: skip
_COOLING = {
    "type": "article-journal", "title": "Cooling 100% of All Experts", "author": ["Dune, Ida", "Ørsted, Ó."],
    "issued": "2025", "container_title": "Journal of Invented Results", "volume": "7", "issue": "2", "number": "e12",
    "identifiers": ["doi:10.5555/cooling_1", "arxiv:2401.01234"],
}  # fmt: skip
_BOUNDS = {
    "type": "paper-conference", "title": "Bounds & Limits", "author": ["Cho, Ada"], "issued": "2022",
    "container_title": "Conference on $k$-Sparse Things", "identifiers": ["acl:2022.acl-long.70", "arxiv:2101.01234"],
}  # fmt: skip
_NEW = {
    "type": "book", "title": "A Book of _Experts_", "author": ["Frost, Al"], "issued": "2023-05", "publisher": "Warm",
    "identifiers": ["doi:10.5555/book"], "abstract": "100 %",
}  # fmt: skip
_PREPRINTS = [
    {"type": "article", "genre": "preprint", "title": title, "author": work["author"], "container_title": "arXiv",
     "issued": "2021", "identifiers": work["identifiers"][-1:]}
    for work, title in ((_WARM, _WARM["title"]), (_COOLING, "Cooling Experts"), (_BOUNDS, _BOUNDS["title"]))
]  # fmt: skip
KNOWN: Known = {"arxiv": _PREPRINTS, "crossref": [_WARM, _COOLING, _BOUNDS, _NEW]}


def main(folder: Path) -> None:
    for name, text in {"bibtex.bib": BIBTEX, "biblatex.bib": BIBLATEX}.items():
        file = folder / name
        file.write_text(text, "utf-8")
        with services(KNOWN):
            for command in (("update", name, "--apply"), ("add", "10.5555/book", "10.5555/warm", "--to", name)):
                done = moebib(*command, folder=folder)
                print(done.err, end="")
                if done.code:
                    sys.exit(done.code)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
