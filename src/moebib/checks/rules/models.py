"""Models: numbers that contradict each other, and what a model should lead to."""

from __future__ import annotations

from collections.abc import Iterator

from moebib.checks.rules import Context, Family, Flaw, Rule
from moebib.records.record import Model

_BILLION = 1e9
# A gated feed-forward layer has three matrices. Between a mixture in every fourth layer only and much besides the
# experts, every open model stays well within these.
_LEAST, _MOST = 0.25, 10.0
_CODE_HOSTS = ("https://github.com/", "https://gitlab.com/")
_PAPER_HOSTS = ("https://arxiv.org/", "https://openreview.net/", "https://doi.org/", "https://aclanthology.org/")
_PAPER_ENDS = (".pdf",)


def more_active_than_there_are(model: Model, _: Context) -> Iterator[Flaw]:
    """A token cannot pass more experts than a layer has."""
    active, total = model.experts_active, model.experts_total
    if active is not None and total is not None and active > total:
        yield Flaw(("experts_active",), f"{active} experts active, but there are {total}", "look both up in the paper")


def wide_experts(model: Model, _: Context) -> Iterator[Flaw]:
    """An expert is a slice of a dense layer, or as wide."""
    expert, dense = model.d_expert, model.d_ffn
    if expert is not None and dense is not None and expert > dense and not model.experts_shared:
        message = f"an expert ({expert}) is wider than a dense layer ({dense}), and none is shared"
        yield Flaw(("d_expert",), message, "look both up in the model's configuration")


def parameters_out_of_range(model: Model, _: Context) -> Iterator[Flaw]:
    """The experts alone have layers x experts x 3 x d_model x d_expert parameters."""
    sizes = (model.layers, model.experts_total, model.d_model, model.d_expert)
    if model.params_b is None or not all(sizes):
        return
    layers, experts, width, inner = (size or 0 for size in sizes)
    by_shape = layers * experts * 3 * width * inner / _BILLION
    if not _LEAST <= model.params_b / by_shape <= _MOST:
        message = f"{model.params_b:g} billion parameters, but its experts alone come to about {by_shape:.3g} billion"
        hint = "the number may be that of the active parameters, or of another model of the family"
        yield Flaw(("params_b",), message, hint)


def uneven_heads(model: Model, _: Context) -> Iterator[Flaw]:
    """Most models cut the hidden size into heads of one size."""
    if model.heads and model.d_model and model.d_model % model.heads and (model.heads * 64) != model.d_model:
        yield Flaw(("heads",), f"{model.heads} heads do not divide the hidden size {model.d_model}", "look both up")


def elsewhere(model: Model, _: Context) -> Iterator[Flaw]:
    """The link of a model leads to its weights."""
    url = str(model.url or "")
    if url.startswith(_CODE_HOSTS):
        hint = "put the page of the weights here, and this under links.code"
        yield Flaw(("url",), f"the link leads to code, not to the model: {url}", hint)
    elif url.startswith(_PAPER_HOSTS) or url.endswith(_PAPER_ENDS):
        hint = "put the page of the weights here; the paper is named by its key in `paper`"
        yield Flaw(("url",), f"the link leads to a paper, not to the model: {url}", hint)


def without_paper(model: Model, _: Context) -> Iterator[Flaw]:
    """A reader of the table wants the report, too."""
    if model.paper is None:
        yield Flaw(
            ("name",),
            f"no paper is named for {model.name}",
            "add the paper with `moebib add ID`, and its key as `paper`",
        )


def not_yet(model: Model, context: Context) -> Iterator[Flaw]:
    """Nothing was released tomorrow."""
    if model.released and model.released.parts > context.today.timetuple()[: len(model.released.parts)]:
        yield Flaw(("released",), f"released in the future: {model.released}", "correct the date")


_SHAPE = "experts_active = 2\nexperts_total = 8\nlayers = 32\nd_model = 4096\nd_ffn = 14336\nd_expert = 14336"

FAMILY = Family("models", (
    Rule(
        code="MB441", name="more-experts-active-than-there-are",
        finds="a model of which a token passes more experts than a layer has",
        why="One of the two numbers is wrong, and with it every comparison that uses it.",
        bad=('name = "Hydra"\nexperts_active = 16\nexperts_total = 8',
             'name = "Hydra"\nexperts_active = 1\nexperts_total = 0'),
        good=('name = "Hydra"\nexperts_active = 8\nexperts_total = 8', 'name = "Hydra"\nexperts_active = 2',
              'name = "Hydra"\nexperts_active = 8\nexperts_total = 160\nexperts_shared = 2'),
        fix="Look both numbers up in the model's configuration.",
        check_model=more_active_than_there_are, level="error",
    ),
    Rule(
        code="MB442", name="expert-wider-than-dense-layer",
        finds="a model without shared experts whose experts are wider than its dense layers",
        why="Experts are slices of a dense layer or as wide; the two columns are often swapped.",
        bad=('name = "Hydra"\nd_ffn = 1408\nd_expert = 10944',
             'name = "Hydra"\nd_ffn = 1408\nd_expert = 2816\nexperts_shared = 0'),
        good=('name = "Hydra"\nd_ffn = 14336\nd_expert = 14336', 'name = "Hydra"\nd_ffn = 10944\nd_expert = 1408',
              'name = "Hydra"\nd_ffn = 1408\nd_expert = 5632\nexperts_shared = 4'),
        fix="Look both numbers up in the model's configuration.",
        check_model=wide_experts,
    ),
    Rule(
        code="MB443", name="parameters-out-of-range",
        finds="a model whose number of parameters is far from what its shape comes to",
        why="Announcements give the active parameters, those of one expert, or those of another model of the family.",
        bad=(f'name = "Hydra"\nparams_b = 4.5\n{_SHAPE}', f'name = "Hydra"\nparams_b = 4600\n{_SHAPE}'),
        good=(f'name = "Hydra"\nparams_b = 46.7\n{_SHAPE}', 'name = "Hydra"\nparams_b = 4.5\nlayers = 32',
              f'name = "Every other layer"\nparams_b = 24\n{_SHAPE}'),
        fix="Write the parameters in total, in billions.",
        check_model=parameters_out_of_range,
    ),
    Rule(
        code="MB444", name="heads-do-not-divide",
        finds="a model whose attention heads do not divide its hidden size",
        why="Nearly all models have heads of one size; a few choose it freely, so that this is a note.",
        bad=('name = "Hydra"\nheads = 36\nd_model = 4096', 'name = "Hydra"\nheads = 7\nd_model = 1024'),
        good=('name = "Hydra"\nheads = 32\nd_model = 4096', 'name = "Hydra"\nheads = 56\nd_model = 7168',
              'name = "Hydra"\nheads = 7'),
        fix="Look both numbers up in the model's configuration.",
        check_model=uneven_heads, level="note",
    ),
    Rule(
        code="MB445", name="link-not-to-the-model",
        finds="a model whose link leads to a paper or to code",
        why="The table is there to get the weights from.",
        bad=('name = "Hydra"\nurl = "https://github.com/example/hydra"',
             'name = "Hydra"\nurl = "https://arxiv.org/abs/2401.01234"',
             'name = "Hydra"\nurl = "https://example.org/hydra.pdf"'),
        good=('name = "Hydra"\nurl = "https://huggingface.co/example/hydra-8x7b"', 'name = "Hydra"',
              'name = "Hydra"\nurl = "https://modelscope.cn/models/example/hydra"'),
        fix="Put the page of the weights into `url`, code under `links.code`, and the paper's key into `paper`.",
        check_model=elsewhere,
    ),
    Rule(
        code="MB446", name="model-without-paper",
        finds="a model for which no paper is named",
        why="Who reads the numbers wants to know where they come from. Some models have no paper: it is a note.",
        bad=('name = "Hydra"', 'name = "Hydra"\nurl = "https://huggingface.co/example/hydra"'),
        good=('name = "Hydra"\npaper = "doe2024hydra"', 'name = "Hydra"\npaper = "roe2025hydra"\nparams_b = 46.7',
              'name = "Hydra 2"\npaper = "doe2024hydra"'),
        fix="Add the paper with `moebib add`, and its key as `paper`.",
        check_model=without_paper, level="note",
    ),
    Rule(
        code="MB447", name="model-released-in-the-future",
        finds="a model that was released after today",
        why="It is a slip of the pen, or an announcement.",
        bad=('name = "Hydra"\nreleased = "2062-01"', 'name = "Hydra"\nreleased = "2026-11-25"'),
        good=('name = "Hydra"\nreleased = "2026-11-24"', 'name = "Hydra"\nreleased = "2026"', 'name = "Hydra"'),
        fix="Correct the date.",
        check_model=not_yet, level="error",
    ),
))  # fmt: skip
