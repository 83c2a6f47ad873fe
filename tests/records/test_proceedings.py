"""The URL of a paper says where it appeared, if its site is that of proceedings; other URLs say nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.records.proceedings import appearance_at
from strategies import examples


@pytest.mark.parametrize(
    ("url", "venue", "year"),
    [
        ("https://aclanthology.org/2022.acl-long.70.pdf", "ACL", 2022),
        ("https://www.aclweb.org/anthology/D19-1001/", "EMNLP", 2019),
        ("https://aclanthology.org/2023.findings-emnlp.7/", "Findings of EMNLP", 2023),
        ("https://doi.org/10.18653/v1/2024.naacl-long.3", "NAACL", 2024),
        ("https://openaccess.thecvf.com/content/CVPR2022/papers/Doe_Warm_CVPR_2022_paper.pdf", "CVPR", 2022),
        ("http://openaccess.thecvf.com/content_ICCV_2019/html/Doe_Warm_ICCV_2019_paper.html", "ICCV", 2019),
        ("https://openaccess.thecvf.com/content_CVPRW_2020/papers/w40/Doe.pdf", "CVPR Workshops", 2020),
        ("https://openaccess.thecvf.com/content/CVPR2021W/ECV/html/Doe.html", "CVPR Workshops", 2021),
        ("https://openaccess.thecvf.com/content_cvpr_workshops_2015/W05/papers/Doe.pdf", "CVPR Workshops", 2015),
        ("https://openaccess.thecvf.com/content/WACV2021/papers/Doe_Why_Works_WACV_2021_paper.pdf", "WACV", 2021),
        ("https://www.ecva.net/papers/eccv_2020/papers_ECCV/papers/1.pdf", "ECCV", 2020),
        ("https://proceedings.neurips.cc/paper_files/paper/2022/hash/ab-Abstract-Conference.html", "NeurIPS", 2022),
        ("https://proceedings.neurips.cc//paper/2020/file/ab-Paper.pdf", "NeurIPS", 2020),
        ("https://papers.nips.cc/paper/3644-whose-vote", "NeurIPS", None),
        ("http://papers.nips.cc/paper/by-source-2018-1234", "NeurIPS", 2018),
        ("https://neurips.cc/virtual/2023/poster/70000", "NeurIPS", 2023),
        ("https://icml.cc/virtual/2024/oral/1", "ICML", 2024),
        ("https://mlsys.org/virtual/2025/poster/3000", "MLSys", 2025),
        ("https://proceedings.mlsys.org/paper_files/paper/2024/hash/ab-Abstract-Conference.html", "MLSys", 2024),
        ("https://proceedings.mlr.press/v139/doe21a.html", "ICML", 2021),
        ("http://proceedings.mlr.press/v97/doe19b/doe19b.pdf", "ICML", 2019),
        ("http://www.jmlr.org/proceedings/papers/v48/patrini16.pdf", "ICML", 2016),
        ("https://proceedings.mlr.press/v238/doe24a.html", "AISTATS", 2024),
        ("https://www.ijcai.org/proceedings/2018/0143.pdf", "IJCAI", 2018),
        ("https://www.ijcai.org/Proceedings/16/Papers/123.pdf", "IJCAI", 2016),
        ("https://www.usenix.org/conference/osdi22/presentation/yu", "OSDI", 2022),
        ("https://www.usenix.org/system/files/atc21-ren-jie.pdf", "USENIX ATC", 2021),
        ("https://www.usenix.org/system/files/nsdi23-thorpe.pdf", "NSDI", 2023),
        ("https://www.usenix.org/conference/usenixsecurity21/presentation/doe", "USENIX Security", 2021),
        ("https://ojs.aaai.org/index.php/AAAI/article/view/4599/4477", "AAAI", None),
        ("https://www.aaai.org/ocs/index.php/AAAI/AAAI18/paper/view/16098", "AAAI", 2018),
        ("https://aaai.org/Papers/AAAI/2019/AAAI-LiS.1.pdf", "AAAI", 2019),
        ("https://doi.org/10.1609/aaai.v33i01.33010001", "AAAI", 2019),
        ("https://www.isca-archive.org/interspeech_2023/doe23_interspeech.html", "Interspeech", 2023),
        ("https://doi.org/10.1109/CVPR.2016.90", "CVPR", 2016),
        ("https://doi.org/10.1109/TPAMI.2021.3054775", "TPAMI", None),
        ("https://www.vldb.org/pvldb/vol13/p3005-doe.pdf", "PVLDB", 2020),
        ("https://jmlr.org/papers/v23/21-0998.html", "JMLR", None),
        ("https://www.kdd.org/kdd2016/papers/files/adf0361-yinA.pdf", "KDD", 2016),
    ],
)  # fmt: skip
def test_a_page_of_proceedings_says_the_venue_and_the_year(url: str, venue: str, year: int | None) -> None:
    appearance = appearance_at(url)
    assert appearance is not None
    assert (appearance.venue, appearance.year) == (venue, year)


@pytest.mark.parametrize(
    "url",
    [
        "https://arxiv.org/abs/2401.00010", "https://openreview.net/forum?id=abcdefgh", "https://a.example/CVPR2022/",
        "https://proceedings.mlr.press/v9999/doe21a.html", "https://proceedings.mlr.press/", "not a URL", "",
        "https://doi.org/10.1145/3503221.3508418", "https://www.usenix.org/publications/login/doe",
        "https://github.com/openaccess/thecvf.com", "https://aclanthology.org/2022.invented-1.1/", "https://[",
    ],
)  # fmt: skip
def test_other_pages_say_nothing(url: str) -> None:
    assert appearance_at(url) is None


@examples(200)
@given(st.text(alphabet="htps:/.openaccess.thecvf.com?#[]@\0 2019v139aclweb", max_size=60))
def test_any_text_is_looked_at(text: str) -> None:
    assert appearance_at(f"https://{text}") is None or appearance_at(f"https://{text}")
