"""Models: numbers and dates that contradict each other, and by how much, and links to the wrong page."""

from __future__ import annotations

from collections.abc import Iterator

from moebib.checks.rules import Context, Flaw, Rule
from moebib.records.date import Date
from moebib.records.model import Model

_SHAPE = "experts_active = 2\nexperts_routed = 8\nlayers = 32\nd_model = 4096\nd_ffn = 14336\nd_expert = 14336"


@Rule(
    code="MB441", name="too-many-active-experts", finds="a model with more active experts than experts",
    why="One of the two numbers is wrong, and so is every comparison that uses it.",
    bad=('name = "Hydra"\nexperts_active = 16\nexperts_routed = 8',
         'name = "Hydra"\nexperts_active = 1\nexperts_routed = 0'),
    good=('name = "Hydra"\nexperts_active = 8\nexperts_routed = 8', 'name = "Hydra"\nexperts_active = 2',
          'name = "Hydra"\nexperts_active = 8\nexperts_routed = 160\nexperts_shared = 2',
          'name = "Hydra"\nexperts_active = 12\nexperts_routed = 8\nexperts_zero_compute = 4'),
    fix="Look up both numbers in the model's configuration.", level="error",
).each_model  # fmt: skip
def too_many_active_experts(model: Model, _: Context) -> Iterator[Flaw]:
    """Active experts per token, and experts per layer, with those that compute nothing."""
    active, total = model.experts_active, model.experts_routed
    if total is not None:
        total += model.experts_zero_compute or 0
    if active is not None and total is not None and active > total:
        message = f"{active} active experts, but only {total} experts: {active - total} too many"
        yield Flaw(("experts_active",), message, "look both up in the paper")


@Rule(
    code="MB442", name="expert-wider-than-ffn",
    finds="a model whose experts are wider than its dense layers",
    why="An expert is a slice of a dense layer, or as wide. Often, the two columns are swapped.",
    bad=('name = "Hydra"\nd_ffn = 1408\nd_expert = 10944',
         'name = "Hydra"\nd_ffn = 1408\nd_expert = 5632\nexperts_shared = 4'),
    good=('name = "Hydra"\nd_ffn = 14336\nd_expert = 14336', 'name = "Hydra"\nd_ffn = 10944\nd_expert = 1408',
          'name = "Hydra"\nd_expert = 5632\nexperts_shared = 4'),
    fix="Look up both numbers in the model's configuration.",
).each_model  # fmt: skip
def expert_wider_than_ffn(model: Model, _: Context) -> Iterator[Flaw]:
    """The width of one routed expert; ``d_expert_shared`` is that of a shared one."""
    expert, dense = model.d_expert, model.d_ffn
    if expert is not None and dense is not None and expert > dense:
        message = f"an expert ({expert}) is {expert / dense:.2g} times as wide as a dense layer ({dense})"
        yield Flaw(("d_expert",), message, "look both up in the model's configuration")


# A gated feed-forward layer has three matrices, another one two. Of 30 open models, all have 0.9 to 1.6 times the
# parameters of their experts, but for those in which only every second to fourth layer has experts.
_LEAST, _LEAST_OF_ANY_LAYERS, _MOST = 0.6, 0.2, 4.0


@Rule(
    code="MB443", name="implausible-parameter-count",
    finds="a model whose number of parameters, or of active ones, is far from what its dimensions imply",
    why="Announcements often give the active parameters, those of one expert, or those of another model of the family.",
    bad=(f'name = "Hydra"\nparams_b = 4.5\n{_SHAPE}', f'name = "Hydra"\nparams_b = 4600\n{_SHAPE}',
         f'name = "Hydra"\nparams_b = 24\nmoe_every = 1\n{_SHAPE}', f'name = "Hydra"\nparams_active_b = 1.6\n{_SHAPE}'),
    good=(f'name = "Hydra"\nparams_b = 46.7\nparams_active_b = 12.9\n{_SHAPE}',
          'name = "Hydra"\nparams_b = 4.5\nlayers = 32',
          f'name = "Every other layer"\nparams_b = 24\n{_SHAPE}',
          f'name = "Every eighth layer"\nparams_b = 9\nmoe_every = 8\n{_SHAPE}',
          f'name = "One large shared expert"\nparams_b = 46.7\nexperts_shared = 1\nd_expert_shared = 14336\n{_SHAPE}'),
    fix="Write the total number of parameters, in billions; or say in `moe_every` which layers have experts.",
).each_model  # fmt: skip
def implausible_parameter_count(model: Model, _: Context) -> Iterator[Flaw]:
    """The experts alone have layers x experts x 3 x d_model x d_expert parameters."""
    dimensions = (model.layers, model.d_model, model.d_expert)
    if not all(dimensions):
        return
    layers, width, inner = (dimension or 0 for dimension in dimensions)
    with_experts = max(layers - (model.layers_dense_first or 0), 0) / (model.moe_every or 1)
    shared = (model.experts_shared or 0) * (model.d_expert_shared or inner)
    least = _LEAST if model.moe_every else _LEAST_OF_ANY_LAYERS
    for field, kind, experts in (
        ("params_b", "", model.experts_routed),
        ("params_active_b", "active ", model.experts_active),
    ):
        given = getattr(model, field)
        implied = with_experts * 3 * width * ((experts or 0) * inner + shared) / 1e9
        if given is None or not experts or not implied:
            continue
        if given < least * implied:
            message = (
                f"{given:g} billion {kind}parameters, but its {kind}experts alone have about {implied:.3g} billion: "
                f"{implied / given:.2g} times as many"
            )
            yield Flaw((field,), message, "the number may be of something else, or `moe_every` is missing")
        elif field == "params_b" and given > _MOST * implied:
            message = (
                f"{given:g} billion parameters, {given / implied:.2g} times as many as its experts have "
                f"(about {implied:.3g} billion)"
            )
            yield Flaw((field,), message, "the number may be of another model of the family")


@Rule(
    code="MB444", name="uneven-attention-heads",
    finds="a model whose hidden size is not a multiple of its number of attention heads",
    why="In nearly all models, the heads divide the hidden size. This is a note, because some choose the size of a "
        "head freely.",
    bad=('name = "Hydra"\nheads = 36\nd_model = 4096', 'name = "Hydra"\nheads = 7\nd_model = 1024'),
    good=('name = "Hydra"\nheads = 32\nd_model = 4096', 'name = "Hydra"\nheads = 56\nd_model = 7168',
          'name = "Hydra"\nheads = 7'),
    fix="Look up both numbers in the model's configuration.", level="note",
).each_model  # fmt: skip
def uneven_attention_heads(model: Model, _: Context) -> Iterator[Flaw]:
    """The hidden size must be divisible by the number of heads."""
    if model.heads and model.d_model and model.d_model % model.heads and (model.heads * 64) != model.d_model:
        left = model.d_model % model.heads
        message = f"{model.heads} heads do not divide the hidden size {model.d_model}: {left} remain"
        yield Flaw(("heads",), message, "look both up")


@Rule(
    code="MB448", name="too-many-active-parameters",
    finds="a model with more active parameters than parameters",
    why="One of the two numbers is wrong, or they are swapped.",
    bad=('name = "Hydra"\nparams_b = 12.9\nparams_active_b = 46.7',
         'name = "Hydra"\nparams_b = 1\nparams_active_b = 1.1'),
    good=('name = "Hydra"\nparams_b = 46.7\nparams_active_b = 12.9', 'name = "Hydra"\nparams_active_b = 12.9',
          'name = "Hydra"\nparams_b = 7\nparams_active_b = 7'),
    fix="Look up both numbers in the paper or on the page of the model.", level="error",
).each_model  # fmt: skip
def too_many_active_parameters(model: Model, _: Context) -> Iterator[Flaw]:
    """Both in billions."""
    active, total = model.params_active_b, model.params_b
    if active is not None and total is not None and active > total:
        times = f"{active / total:.2g} times as many"
        message = f"{active:g} billion active parameters, but only {total:g} billion parameters: {times}"
        yield Flaw(("params_active_b",), message, "look both up in the paper")


_CODE_HOSTS = ("https://github.com/", "https://gitlab.com/")
_PAPER_HOSTS = ("https://arxiv.org/", "https://openreview.net/", "https://doi.org/", "https://aclanthology.org/")


@Rule(
    code="MB445", name="model-link-not-to-weights", finds="a model whose link leads to a paper or to code",
    why="Readers of the table expect a link to the weights.",
    bad=('name = "Hydra"\nurl = "https://github.com/example/hydra"',
         'name = "Hydra"\nurl = "https://arxiv.org/abs/2401.01234"',
         'name = "Hydra"\nurl = "https://example.org/hydra.pdf"'),
    good=('name = "Hydra"\nurl = "https://huggingface.co/example/hydra-8x7b"', 'name = "Hydra"',
          'name = "Hydra"\nurl = "https://modelscope.cn/models/example/hydra"'),
    fix="Put the page of the weights into `url`, the code into `links.code`, and the key of the paper into `papers`.",
).each_model  # fmt: skip
def model_link_not_to_weights(model: Model, _: Context) -> Iterator[Flaw]:
    """By host, or by ".pdf" at the end."""
    url = str(model.url or "")
    if url.startswith(_CODE_HOSTS):
        hint = "put the page of the weights here, and this URL into links.code"
        yield Flaw(("url",), f"the link leads to code, not to weights: {url}", hint)
    elif url.startswith(_PAPER_HOSTS) or url.endswith(".pdf"):
        hint = "put the page of the weights here, and the key of the paper into `papers`"
        yield Flaw(("url",), f"the link leads to a paper, not to weights: {url}", hint)


@Rule(
    code="MB446", name="model-without-paper", finds="a model without a paper",
    why="Readers want to know where the numbers come from. This is a note, because some models have no paper.",
    bad=('name = "Hydra"', 'name = "Hydra"\nurl = "https://huggingface.co/example/hydra"'),
    good=('name = "Hydra"\npapers = ["doe2024hydra"]', 'name = "Hydra"\npapers = ["roe2025hydra"]\nparams_b = 46.7',
          'name = "Hydra 2"\npapers = ["doe2024hydra"]'),
    fix="Add the paper with `moebib add`, and its key to `papers`.", level="note",
).each_model  # fmt: skip
def model_without_paper(model: Model, _: Context) -> Iterator[Flaw]:
    """Whether the paper is in the list is checked when the entry is read (MB011)."""
    if not model.papers:
        hint = "add the paper with `moebib add ID`, and its key to `papers`"
        yield Flaw(("name",), f"no paper given for {model.name}", hint)


@Rule(
    code="MB447", name="future-release-date", finds="a model released after today",
    why="Either the date is a typing mistake, or the model has only been announced.",
    bad=('name = "Hydra"\nreleased = "2062-01"', 'name = "Hydra"\nreleased = "2026-11-25"'),
    good=('name = "Hydra"\nreleased = "2026-11-24"', 'name = "Hydra"\nreleased = "2026"', 'name = "Hydra"'),
    fix="Correct the date.", level="error",
).each_model  # fmt: skip
def future_release_date(model: Model, context: Context) -> Iterator[Flaw]:
    """As precisely as the date is given."""
    if model.released and model.released.parts > context.today.timetuple()[: len(model.released.parts)]:
        message = f"release date in the future: {model.released}; today is {context.today}"
        yield Flaw(("released",), message, "correct the date")


@Rule(
    code="MB449", name="contradictory-layers", finds="a model whose numbers of layers contradict each other",
    why="One of the numbers is wrong, and so is every comparison that uses it.",
    bad=('name = "Hydra"\nlayers = 32\nlayers_encoder = 12\nlayers_decoder = 12',
         'name = "Hydra"\nlayers = 4\nlayers_dense_first = 4',
         'name = "Hydra"\nlayers = 24\nmoe_every = 32',
         'name = "Hydra"\nlayers = 12\nlayers_encoder = 24'),
    good=('name = "Hydra"\nlayers = 24\nlayers_encoder = 12\nlayers_decoder = 12',
          'name = "Hydra"\nlayers = 61\nlayers_dense_first = 3\nmoe_every = 1',
          'name = "Hydra"\nlayers_dense_first = 3'),
    fix="Look up the numbers in the model's configuration; `layers` is that of encoder and decoder together.",
    level="error",
).each_model  # fmt: skip
def contradictory_layers(model: Model, _: Context) -> Iterator[Flaw]:
    """Encoder and decoder have all layers, and not all of them are without experts."""
    layers, dense, every = model.layers, model.layers_dense_first or 0, model.moe_every or 1
    if layers is None:
        return
    stacks = [number for number in (model.layers_encoder, model.layers_decoder) if number is not None]
    of_both = sum(stacks)
    if of_both > layers or (len(stacks) > 1 and of_both < layers):
        numbers = " and ".join(map(str, stacks))
        difference = f"{abs(of_both - layers)} {'more' if of_both > layers else 'fewer'}"
        yield Flaw(
            ("layers",), f"{layers} layers, but encoder and decoder have {numbers}: {difference}", "look both up"
        )
    if dense + every > layers:
        rest = f"the first {dense} of {layers} layers have none, and then every {every}. one"
        yield Flaw(("layers",), f"no layer has experts: {rest}", "look them up in the model's configuration")


_MOST_MONTHS = 12


@Rule(
    code="MB450", name="release-date-far-from-paper",
    finds="a model that was released more than a year before or after its first paper",
    why="The date may be that of another version, or the paper one of another model. This is a note, because some "
        "papers are late.",
    bad=('# papers/doe2022hydra.toml\ntype = "article"\ntitle = "Hydra"\nissued = "2022-03"\n'
         '# models/hydra.toml\nname = "Hydra"\npapers = ["doe2022hydra"]\nreleased = "2024-05"',
         '# papers/doe2022hydra.toml\ntype = "article"\ntitle = "Hydra"\nissued = "2022"\n'
         '# models/hydra.toml\nname = "Hydra"\npapers = ["doe2022hydra"]\nreleased = "2020-12"'),
    good=('# papers/doe2022hydra.toml\ntype = "article"\ntitle = "Hydra"\nissued = "2022-03"\n'
          '# models/hydra.toml\nname = "Hydra"\npapers = ["doe2022hydra"]\nreleased = "2023-03"',
          '# papers/doe2022hydra.toml\ntype = "paper-conference"\ntitle = "Hydra"\nissued = "2024"\n'
          '[[versions]]\ngenre = "preprint"\nissued = "2022-03"\n'
          '# models/hydra.toml\nname = "Hydra"\npapers = ["doe2022hydra"]\nreleased = "2022-03"',
          'name = "Hydra"\nreleased = "2022-03"'),
    fix="Correct the date, or name the paper of this model.", level="note",
).each_model  # fmt: skip
def release_date_far_from_paper(model: Model, context: Context) -> Iterator[Flaw]:
    """The first paper is the earliest version of all; of a date without a month, the nearest month counts."""
    works = [context.by_key[key.lower()] for key in model.papers if key.lower() in context.by_key]
    dates = [date for work in works for date in (work.issued, *(other.issued for other in work.versions)) if date]
    if not model.released or not dates:
        return
    first = min(dates, key=lambda date: date.parts)
    released, paper = _months(model.released), _months(first)
    gap = max(released.start - paper.stop + 1, paper.start - released.stop + 1)
    if gap > _MOST_MONTHS:
        when = "after" if released.start > paper.start else "before"
        message = f"released {model.released}, {gap} months {when} its first paper ({first})"
        yield Flaw(("released",), message, "correct the date, or name another paper")


def _months(date: Date) -> range:
    """The months that a date can be, counted from year 0."""
    if len(date.parts) > 1:
        month = 12 * date.year + date.parts[1] - 1
        return range(month, month + 1)
    return range(12 * date.year, 12 * date.year + 12)
