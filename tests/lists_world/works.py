"""Random works: titles, people, venues and links, all invented, but with what makes real ones hard to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

__all__ = ["Person", "Work", "make_works"]


@dataclass(frozen=True)
class Person:
    """A person; the given name may have a middle name or initials."""

    given: str
    family: str

    @property
    def initials(self) -> str:
        """ "J. K." of "Jan Karel"; a hyphenated name keeps the hyphen."""
        words = self.given.replace(".", " ").split()
        return " ".join("-".join(f"{part[0].upper()}." for part in word.split("-")) for word in words)


@dataclass(frozen=True)
class Work:
    """A work, with everything that a list could state about it; "" is what it does not have."""

    slug: str
    title: str
    nick: str
    """The name of the method, which begins the title, and its other part; "" if the title has no such name."""
    rest: str
    authors: tuple[Person, ...]
    venue: str
    """A conference, a journal, or "arXiv"."""
    year: int
    month: int
    day: int
    url: str
    arxiv: str
    doi: str
    code: str
    project: str
    slides: str
    video: str
    data: str
    organisation: str
    tags: tuple[str, ...]
    summary: str
    stars: int

    @property
    def is_outside_journals(self) -> bool:
        """Whether a number behind the venue is the year; behind that of a journal, it is the volume."""
        return self.venue not in _JOURNALS


_CONFERENCES = (
    "ICLR", "NeurIPS", "ICML", "ACL", "EMNLP", "NAACL", "CVPR", "ICCV", "ECCV", "AAAI", "IJCAI", "KDD", "WWW", "SIGIR",
    "OSDI", "SOSP", "NSDI", "ASPLOS", "EuroSys", "MLSys", "ISCA", "MICRO", "HPCA", "USENIX ATC", "VLDB", "SIGMOD",
    "ICRA", "CoRL", "ICASSP", "INTERSPEECH", "COLING", "EACL", "WACV", "MICCAI", "CHI", "CIKM", "WSDM", "PPoPP", "SC",
    "SIGCOMM", "DAC", "ISSCC", "ICDE", "AISTATS", "UAI", "COLT", "CoLM", "BMVC", "IROS", "ACM MM", "ICSE", "CCS",
)  # fmt: skip
_JOURNALS = (
    "TPAMI", "TMLR", "JMLR", "Nature", "Science", "Nature Communications", "IEEE Access", "Neural Networks", "TACL",
    "Pattern Recognition", "Artificial Intelligence", "Neurocomputing", "Machine Learning", "ACM Computing Surveys",
)  # fmt: skip

_PEOPLE = (
    ("Ada", "Quillon"), ("Jan Karel", "Verhoop"), ("J. R.", "Ashdown"), ("Mei", "Zhang"), ("Xiaoyu", "Lin"),
    ("Yi-Ting", "Hsu"), ("Min-jun", "Pak"), ("Seo-yeon", "Choe"), ("Haruto", "Mizushima"), ("Phước Ầm", "Nguyễn"),
    ("Thị Lan", "Trần"), ("María José", "Ortuño-Vidal"), ("João", "Falcão"), ("Jürgen", "Weißbach"),
    ("Søren", "Ågerup"), ("Łucja", "Żerańska"), ("Dmitri", "Volkonov"), ("Ayşe", "Gökdemir"), ("Priya", "Raghunath"),
    ("Siddharth", "Mukherji"), ("Omar", "El-Masri"), ("Fatima", "Benyahia"), ("Chidi", "Okonkwo"),
    ("Niamh", "O'Rourke"), ("Giulia", "Bellandi"), ("Étienne", "Marchal"), ("Pieter", "van den Hoek"),
    ("Ludwig", "von Ahrens"), ("Anna-Lena", "Brandt"), ("Zoltán", "Kerekes"), ("Wei", "Xu"), ("Li", "Wu"),
    ("T.", "Eklund"), ("Kofi", "Asante"),
)  # fmt: skip
_NICKS = (
    "TidePool", "Brambleformer", "K-Lantern", "MossNet", "QuietKV", "GrainLLM", "Ferry", "HiveMixer", "Sparrow-7B",
    "LoomServe", "3D-Orchard", "SnowPrune", "DuoGate", "EmberQuant", "PebbleAttention", "Read-Me-Not", "OpenThicket",
    "RiverRAG", "NightOwl", "DeepMarsh", "GLOAM", "TinyHarbor", "AutoFjord", "CedarMoE", "V-Kite", "WINDMILL",
    "Driftwood++", "Pond2", "LATCH", "BirchBench", "Mistral-like Fog", "X-Reed",
)  # fmt: skip
_HEADS = (
    "Learning", "Towards Efficient", "A Survey of", "Rethinking", "Scaling", "Understanding", "On the Limits of",
    "Benchmarking", "Accelerating", "Robust", "Adaptive", "Unsupervised", "Improving", "Fast and Accurate", "Provably",
    "Distributed", "An Empirical Study of", "Revisiting", "Compressing", "Beyond", "Hierarchical", "Serving",
)  # fmt: skip
_MIDDLES = (
    "Sparse Experts", "Folded Maps", "Label Noise", "Key-Value Caches", "Graph Neural Networks", "Low-Rank Adapters",
    "Long-Context Transformers", "Speculative Decoding", "Point Clouds", "Weather Forecasts", "Protein Folds",
    "Large Language Models", "Mixture-of-Experts Layers", "Diffusion Policies", "Query Optimizers", "Federated Clients",
    "Hash Tables", "Quantized Weights", "Reward Models", "Tabular Data", "Speech Tokens", "Multi-Agent Games",
)  # fmt: skip
_TAILS = (
    "with Token-Level Routing", "via Optimal Transport", "for Edge Devices", "in the Wild", "under Distribution Shift",
    "by Asking Twice", "from Weak Supervision", "at Scale", "without Retraining", "for Low-Resource Languages",
    "with 2-Bit Activations", "on Commodity GPUs", "through the Lens of Compression", "and Where to Find Them",
    "using Contrastive Pre-Training", "as Programs", "in Theory and Practice", "across 40 Tasks",
)  # fmt: skip
_ORGANISATIONS = ("MIT", "Tsinghua", "Google", "Meta AI", "NVIDIA", "UC Berkeley", "ETH", "Alibaba", "KAIST", "INRIA")
_TAGS = ("Quantization", "Survey", "Routing", "Benchmark", "Offloading", "Inference", "Training", "Theory")
_SUMMARIES = (
    "We show that routing twice is enough.",
    "Introduces a cache that forgets on purpose; 2.3x faster on a single GPU.",
    "The first benchmark of its kind, with 12 tasks and 5 languages.",
    "本文提出了一种新的路由方法，显著降低了推理成本。",
    "Good baseline, but the ablation is thin.",
)


def _plain(random: Random) -> str:
    return f"{random.choice(_HEADS)} {random.choice(_MIDDLES)} {random.choice(_TAILS)}"


def _is_question(random: Random) -> str:
    start = random.choice(("Do", "Can", "Why Do", "When Are", "How Well Do"))
    return f"{start} {random.choice(_MIDDLES)} Generalize {random.choice(_TAILS)}?"


_ODD: tuple[Callable[[Random], str], ...] = (
    _is_question,
    lambda random: f"{' & '.join(random.sample(_MIDDLES, 2))}: Friends or Foes?",
    lambda random: f"[Re] {_plain(random)}",
    lambda random: f"{random.choice(_HEADS)} {random.choice(_MIDDLES)} (Extended Abstract)",
    lambda random: f"Findings of the {random.randint(2015, 2025)} Shared Task on {random.choice(_MIDDLES)}",
    lambda random: f"{random.choice(_MIDDLES)} – A Critical Review",
    lambda random: f"{random.choice(_MIDDLES)} Is All You Need, or Is It?",
    lambda random: f"The {random.choice(_MIDDLES)} of Tomorrow - A Roadmap to {random.randint(2030, 2050)}",
    lambda random: f"Scaling $\\ell_{random.randint(0, 2)}$-Norms of {random.choice(_MIDDLES)}",
    lambda random: f"面向{random.choice(('边缘设备', '大语言模型', '图神经网络'))}的稀疏专家混合方法研究",
    lambda random: f"Don't Ask Twice! {_plain(random)}",
    lambda random: f"{random.choice(_MIDDLES)} in 10 Lines of C++",
    lambda random: f'Mind the "Gap" in {random.choice(_MIDDLES)}',
    lambda random: f"{random.choice(_HEADS).lower()} {random.choice(_MIDDLES).lower()} {random.choice(_TAILS)}",
)


def make_works(random: Random, suits: Callable[[Work], bool]) -> Iterator[Work]:
    """Any number of works of which *suits* is true; no two have the same title or link."""
    taken: set[str] = set()
    number = 0
    while True:
        number += 1
        work = _make_work(random, number)
        if work.title.casefold() not in taken and suits(work):
            taken.add(work.title.casefold())
            yield work


def _make_work(random: Random, number: int) -> Work:
    """A work; its links contain *number*. A quarter of the titles has a trap, and most others the name of a method."""
    name, rest = "", ""
    if random.random() < 0.25:
        title = random.choice(_ODD)(random)
    elif random.random() < 0.5:
        name, rest = random.choice(_NICKS), _plain(random)
        title = f"{name}: {rest}"
    else:
        title = _plain(random)
    year, month, day = random.randint(2016, 2026), random.randint(1, 12), random.randint(1, 28)
    venue = random.choice((*_CONFERENCES, *_JOURNALS)) if random.random() < 0.8 else "arXiv"
    slug = f"{random.choice(_NICKS).strip('+').lower().replace(' ', '-')}-{number}"
    arxiv = f"{year % 100:02}{month:02}.{10000 + number}"
    doi = f"10.5555/{3000000 + number}.{random.randint(1000, 9999)}"
    pages = [f"https://arxiv.org/abs/{arxiv}"] * 3 + [
        f"https://arxiv.org/pdf/{arxiv}",
        f"http://arxiv.org/pdf/{arxiv}v2.pdf",
    ]
    if venue != "arXiv":
        pages += [
            f"https://openreview.net/forum?id=inv{number:07}",
            f"https://doi.org/{doi}",
            f"https://dl.acm.org/doi/{doi}",
            f"https://papers.example/{year}/{slug}.pdf",
        ]
    if venue in ("ACL", "OSDI", "NSDI"):
        pages += {
            "ACL": [f"https://aclanthology.org/{year}.acl-long.{number % 900 + 1}/"],
            "OSDI": [f"https://www.usenix.org/conference/osdi{year % 100}/presentation/{slug}"],
            "NSDI": [f"https://www.usenix.org/conference/nsdi{year % 100}/presentation/{slug}"],
        }[venue]
    url = random.choice(pages)
    people = random.sample(_PEOPLE, random.choice((1, 2, 2, 3, 4, 5, 8)))
    return Work(
        slug=slug, title=title, nick=name, rest=rest, authors=tuple(Person(*person) for person in people),
        venue=venue, year=year, month=month, day=day, url=url,
        arxiv=arxiv if "arxiv.org" in url else "", doi=doi if "doi" in url else "",
        code=_maybe(random, 0.5, f"https://github.com/invented-lab/{slug}"),
        project=_maybe(random, 0.2, f"https://{slug}.example/"),
        slides=_maybe(random, 0.1, f"https://talks.example/{slug}.pdf"),
        video=_maybe(random, 0.1, f"https://youtu.be/inv{number:08}"),
        data=_maybe(random, 0.1, f"https://huggingface.co/datasets/invented-lab/{slug}"),
        organisation=_maybe(random, 0.7, random.choice(_ORGANISATIONS)),
        tags=tuple(random.sample(_TAGS, random.randint(0, 2))),
        summary=random.choice(_SUMMARIES), stars=random.randint(0, 5),
    )  # fmt: skip


def _maybe(random: Random, share: float, value: str) -> str:
    return value if random.random() < share else ""
