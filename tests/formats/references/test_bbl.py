r"""The .bbl files of BibTeX and of biber."""

from __future__ import annotations

from moebib import formats

BIBTEX = r"""
\begin{thebibliography}{10}
\providecommand{\natexlab}[1]{#1}
\bibitem[Lund et~al.(2024)Lund, and {van den Berg}]{lund2024}
Ida Lund and Jan van~den Berg.
\newblock Firing {Pots} with care: {\"u}ber {T}on.
\newblock In \emph{Proceedings of the 3rd Workshop on Clay}, pages 1--9, 2024. % a comment
\newblock \doi{10.5555/pots.1}.
\newblock URL \url{https://clay.example/pots%201}.

\bibitem{quill}
A.~Quill and I.~Lund.
\newblock Glazes.
\newblock {\em Journal of Clay}, 3(1):5--9, 2023.

\bibitem{ieee}
A.~Quill and I.~Lund, ``Glazes and kilns,'' \emph{IEEE Trans. Clay}, vol.~3, no.~1, pp. 5--9, 2023.
\end{thebibliography}
"""
BIBER = r"""
\refsection{0}
  \datalist[entry]{nty/global//global/global}
    \entry{lund2024}{article}{}
      \name{author}{2}{}{%
        {{un=0,uniquepart=base,hash=abc}{%
           family={Lund},
           familyi={L\bibinitperiod},
           given={Ida\bibnamedelima Ann},
           giveni={I\bibinitperiod}}}%
        {{hash=def}{%
           family={Berg},
           given={Jan},
           prefix={van\bibnamedelima den}}}%
      }
      \list{publisher}{1}{%
        {Clay Press}%
      }
      \field{journaltitle}{Journal of Clay}
      \field{title}{Firing {Pots} \& More}
      \field{year}{2024}
      \verb{doi}
      \verb 10.5555/pots_1
      \endverb
    \endentry
  \enddatalist
\endrefsection
"""


def test_the_items_of_bibtex_are_read_by_their_keys_without_commands() -> None:
    records, _ = formats.parse(BIBTEX, "bbl")
    assert [(record.id, record.title, record.type) for record in records] == [
        ("lund2024", "Firing Pots with care: über Ton", "paper-conference"),
        ("quill", "Glazes", "article-journal"),
        ("ieee", "Glazes and kilns", "article-journal"),
    ]
    first = records[0]
    assert first.author.texts() == ["Lund, Ida", "van den Berg, Jan"]
    assert first.container_title == "Proceedings of the 3rd Workshop on Clay"
    assert [*map(str, first.identifiers)] == ["doi:10.5555/pots.1"]
    assert first.url == "https://clay.example/pots%201"
    assert records[2].container_title == "IEEE Trans. Clay"


def test_the_entries_of_biber_are_read_from_their_fields() -> None:
    (record,), findings = formats.parse(BIBER, "bbl")
    assert (record.id, record.type, record.title) == ("lund2024", "article-journal", "Firing {Pots} & More")
    assert record.author.texts() == ["Lund, Ida Ann", "van den Berg, Jan"]
    assert (record.container_title, str(record.issued)) == ("Journal of Clay", "2024")
    assert [*map(str, record.identifiers)] == ["doi:10.5555/pots_1"]
    assert findings == ()
