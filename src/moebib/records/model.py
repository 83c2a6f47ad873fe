"""Model, the typed entry of an open-weight Mixture-of-Experts model. Its class body defines the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from moebib.records.entry import FrozenEntry
from moebib.records.fields import DateText, Key, Url
from moebib.records.publication import Origins
from moebib.records.record import Keyed, Links, Record

if TYPE_CHECKING:
    from typing import Unpack

    from moebib.records.inputs import (
        CheckpointArguments,
        ModelArguments,
    )

__all__ = ["Checkpoint", "EntryKind", "Model", "ModelNumber"]

Count = Annotated[int, Field(gt=0, strict=True)]
CountOrNone = Annotated[int, Field(ge=0, strict=True)]
Billions = Annotated[float, Field(gt=0, strict=True, allow_inf_nan=False)]

ModelNumber = Literal[
    "params_b", "params_active_b", "experts_active", "experts_routed", "experts_shared", "experts_zero_compute",
    "layers", "layers_encoder", "layers_decoder", "layers_dense_first", "moe_every", "heads", "d_model", "d_ffn",
    "d_expert", "d_expert_shared", "context_length",
]  # fmt: skip
"""The fields of a model that are numbers."""


class Checkpoint(FrozenEntry, frozen=True):
    """One set of published weights of a model.

    >>> Checkpoint(name="Hydra-8x7B-Instruct", released="2024-06").released.month
    6
    """

    name: str = Field(min_length=1, description="as it is published", examples=["Hydra-8x7B-Instruct"])
    url: Url | None = Field(default=None, description="its page", examples=["https://models.example/hydra-instruct"])
    released: DateText | None = Field(default=None, description="when it was published", examples=["2024-06"])
    context_length: Count | None = Field(
        default=None, description="if it differs from that of the model", examples=[131072]
    )
    remark: str = Field(default="", description="for maintainers", examples=["trained on twice the data"])

    if TYPE_CHECKING:

        def __init__(self, **fields: Unpack[CheckpointArguments]) -> None: ...


class Model(Keyed, frozen=True):
    """An open-weight Mixture-of-Experts model.

    An empty number is unknown; a number that the model cannot have is named in ``not_applicable``.

    >>> Model(id="hydra", name="Hydra", not_applicable=["d_ffn"]).number("d_ffn")
    'not applicable'
    """

    name: str = Field(description="as it is published", examples=["Hydra-8x7B"])
    url: Url | None = Field(
        default=None, description="the page of the weights", examples=["https://models.example/hydra"]
    )
    papers: tuple[Key, ...] = Field(
        default=(),
        description="the keys of the works that describe it, the main one first",
        examples=[["arden2024hydra"]],
    )
    params_b: Billions | None = Field(
        default=None, description="total number of parameters, in billions (10^9)", examples=[46.7]
    )
    params_active_b: Billions | None = Field(
        default=None, description="number of parameters that process a token, in billions (10^9)", examples=[12.9]
    )
    experts_active: CountOrNone | None = Field(
        default=None, description="routed experts per layer that process a token", examples=[2]
    )
    experts_routed: CountOrNone | None = Field(
        default=None, description="routed experts per layer, without those of zero compute", examples=[8]
    )
    experts_shared: CountOrNone | None = Field(
        default=None, description="experts per layer that process every token", examples=[1]
    )
    experts_zero_compute: CountOrNone | None = Field(
        default=None, description="experts per layer that compute nothing: identity, zero or constant", examples=[4]
    )
    layers: Count | None = Field(
        default=None, description="all layers: of the encoder and the decoder together", examples=[32]
    )
    layers_encoder: Count | None = Field(default=None, description="layers of the encoder", examples=[12])
    layers_decoder: Count | None = Field(default=None, description="layers of the decoder", examples=[12])
    layers_dense_first: CountOrNone | None = Field(
        default=None, description="how many of the first layers have no experts", examples=[1]
    )
    moe_every: Count | None = Field(
        default=None, description="after these, every n-th layer has experts: 1 for every layer", examples=[2]
    )
    heads: Count | None = Field(default=None, description="attention heads", examples=[32])
    d_model: Count | None = Field(default=None, description="hidden size", examples=[4096])
    d_ffn: Count | None = Field(default=None, description="inner size of a dense feed-forward layer", examples=[14336])
    d_expert: Count | None = Field(default=None, description="inner size of one routed expert", examples=[14336])
    d_expert_shared: Count | None = Field(default=None, description="inner size of one shared expert", examples=[2816])
    context_length: Count | None = Field(default=None, description="longest context, in tokens", examples=[32768])
    not_applicable: tuple[ModelNumber, ...] = Field(
        default=(),
        description="the numbers that this model cannot have; any other empty number is unknown",
        examples=[["d_ffn"]],
    )
    license: str = Field(
        default="", description="of the weights; an SPDX identifier if there is one", examples=["Apache-2.0"]
    )
    affiliation: str = Field(default="", description="who made it", examples=["Warm Lab"])
    released: DateText | None = Field(default=None, description="when the weights were published", examples=["2024-06"])
    remark: str = Field(
        default="", description="for maintainers; never printed", examples=["The paper gives no head count."]
    )
    links: Links = Field(
        default=Links(), description="code, data and so on", examples=[{"code": ["https://code.example/hydra"]}]
    )
    checkpoints: tuple[Checkpoint, ...] = Field(
        default=(),
        description="the published weights, if there are several",
        examples=[[{"name": "Hydra-8x7B-Instruct"}]],
    )
    origin: Origins = Field(
        default={},
        examples=[{"layers": {"source": "https://models.example/hydra", "date": "2026-11-24", "confirmed": 2}}],
    )

    if TYPE_CHECKING:

        def __init__(self, **fields: Unpack[ModelArguments]) -> None: ...

    @model_validator(mode="after")
    def _applies(self) -> Self:
        for name in self.not_applicable:
            if getattr(self, name) is not None:
                raise ValueError(f"{name} has a value, but is in not_applicable")
        return self

    def number(self, field: ModelNumber) -> float | Literal["unknown", "not applicable"]:
        """A number of the model, or why there is none."""
        value: float | None = getattr(self, field)
        if value is not None:
            return value
        return "not applicable" if field in self.not_applicable else "unknown"


EntryKind = type[Record] | type[Model]
"""The class of an entry: what is in papers/ or in models/."""
