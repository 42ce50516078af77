"""Training of the adapted encoder: several questions at once, then once more with each fold of batches left out.

The lower layers do not change, so their output is computed once for each spelling. Loss: levels ×3 (binary
cross-entropy, smoothed), needs ×0.5, types and speakers ×0.15; a risky message counts less for its need.
"""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from cli.adapting.examples import Outputs, Targets, spellings, targets
from cli.adapting.network import Encoder, Network
from understanding.encoder.embeddings import BASE, PACKAGE, Embeddings
from understanding.encoder.tokens import Tokenizer
from understanding.risk.corpus import UNSAID, Record

SEED = 20261124
SPLIT = 6
BATCH = 32
LONGEST = 159
ROUND_EVERY = 8
WARM_UP = 0.06
LEARNING_RATE = {"encoder": 2e-4, "outputs": 1e-3}
HALF = torch.cpu._is_avx512_bf16_supported()
"""Whether the processor computes in bfloat16: one that does not takes seven times longer to imitate it."""
SPELLING_ODDS = (0, 0, 1, 2)
"""As the encoder gets it half of the time, the two others a quarter each."""

Say = Callable[[str], None]
Lower = Sequence[Tensor] | Mapping[int, Tensor]
"""What the lower layers give of each text, by its number."""


@dataclass(frozen=True)
class Course:
    """How a network is trained: learning rates of the encoder and of the outputs, batches between two roundings."""

    epochs: int
    rates: Mapping[str, float]
    round_every: int


@dataclass(frozen=True)
class Prepared:
    """The output of the lower layers for each spelling of each record, and what is true of the records."""

    raw: bytes
    outputs: Outputs
    targets: Targets
    spellings: tuple[list[Tensor], ...]


def prepare(records: Sequence[Record], say: Say) -> Prepared:
    """Run the untrained layers over all records."""
    raw = files(PACKAGE).joinpath(BASE).read_bytes()
    outputs = Outputs(tuple(sorted({record.need for record in records} - {UNSAID})))
    encoder = Encoder(raw, SPLIT).requires_grad_(False).eval()
    embeddings = Embeddings.load()
    tokenizer = Tokenizer(embeddings.vocabulary, longest=LONGEST)
    shown = [spellings(record.text) for record in records]
    lowers = []
    for number, texts in enumerate(zip(*shown, strict=True)):
        say(f"lower layers, spelling {number + 1} of {len(shown[0])}")
        lowers.append(lower_layers(encoder, embeddings, [tokenizer.ids(text) for text in texts]))
    return Prepared(raw, outputs, targets(records, outputs), tuple(lowers))


def lower_layers(encoder: Encoder, embeddings: Embeddings, ids: list[list[int]]) -> list[Tensor]:
    """Return the output of the untrained layers for each sentence, in the order given."""
    found: list[Any] = [None] * len(ids)
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    with torch.no_grad():
        for start in range(0, len(order), 2 * BATCH):
            chosen = order[start : start + 2 * BATCH]
            embedded, mask = padded([torch.from_numpy(embeddings.of(ids[i])) for i in chosen])
            with torch.autocast("cpu", torch.bfloat16, enabled=HALF):
                hidden = encoder.lower(embedded, mask)
            for row, i in enumerate(chosen):
                found[i] = hidden[row, : len(ids[i])].half().clone()
    return found


def fit(
    prepared: Prepared, rows: np.ndarray, *, epochs: int, say: Say, start: Network | None = None, pace: float = 1.0
) -> Network:
    """Return a network trained on the records numbered `rows`, always the same for the same data.

    `start` is a network to go on from; `pace` multiplies the learning rate.
    """
    torch.manual_seed(SEED)
    chance = random.Random(SEED)  # noqa: S311 - not a secret
    network = start or Network(Encoder(prepared.raw, SPLIT), len(prepared.outputs.names))

    def loss(batch: list[int]) -> Tensor:
        shown = [prepared.spellings[chance.choice(SPELLING_ODDS)][i] for i in batch]
        return _loss(prepared, network, shown, batch)

    rates = {name: rate * pace for name, rate in LEARNING_RATE.items()}
    course = Course(epochs, rates, ROUND_EVERY)
    descend(network, loss, lambda: batches(rows, prepared.spellings[0], chance), course, say)
    return network


def descend(
    network: Network,
    loss: Callable[[list[int]], Tensor],
    batches_of: Callable[[], Iterator[list[int]]],
    course: Course,
    say: Say,
) -> None:
    """Train a network in place: `loss` of a batch of row numbers, `batches_of` those of an epoch."""
    optimiser = _optimiser(network, course.rates)
    done, started = 0, time.monotonic()
    for epoch in range(course.epochs):
        network.train()
        epoch_batches = list(batches_of())
        total = course.epochs * len(epoch_batches)
        for batch in epoch_batches:
            if done % course.round_every == 0:
                _round_weights(network)
            _set_pace(optimiser, done, total)
            done += 1
            optimiser.zero_grad()
            found = loss(batch)
            found.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
        say(f"epoch {epoch + 1} of {course.epochs}, {time.monotonic() - started:.0f} s")
    _round_weights(network)
    network.eval()


def _optimiser(network: Network, rates: Mapping[str, float]) -> torch.optim.Optimizer:
    groups = {
        "encoder": [p for p in network.encoder.parameters() if p.requires_grad],
        "outputs": [*network.out.parameters(), network.scale],
    }
    return torch.optim.AdamW(
        [{"params": groups[name], "lr": rate, "full": rate} for name, rate in rates.items()], weight_decay=0.01
    )


def _set_pace(optimiser: torch.optim.Optimizer, done: int, total: int) -> None:
    """Warm up, then go down in a straight line."""
    share = min(1.0, (done + 1) / (total * WARM_UP)) * max(0.02, 1 - done / total)
    for group in optimiser.param_groups:
        group["lr"] = group["full"] * share


def _round_weights(network: Network) -> None:
    """Take anew the rounding error of the weights that are trained."""
    for matrix in network.encoder.trained():
        matrix.round()


def batches(
    rows: np.ndarray, lengths: Sequence[Tensor] | Mapping[int, Tensor], chance: random.Random
) -> Iterator[list[int]]:
    """Yield batches of sentences of about the same length, in a random order."""
    order = list(map(int, rows))
    chance.shuffle(order)
    span = BATCH * 20
    pools = [sorted(order[s : s + span], key=lambda i: len(lengths[i])) for s in range(0, len(order), span)]
    batches = [pool[s : s + BATCH] for pool in pools for s in range(0, len(pool), BATCH)]
    chance.shuffle(batches)
    yield from batches


def padded(hidden: list[Tensor]) -> tuple[Tensor, Tensor]:
    """Return sentences of several lengths as one tensor (n, longest, hidden), and its mask (n, longest)."""
    width = max(len(h) for h in hidden)
    x = torch.zeros(len(hidden), width, hidden[0].shape[1])
    mask = torch.zeros(len(hidden), width, dtype=torch.bool)
    for row, h in enumerate(hidden):
        x[row, : len(h)], mask[row, : len(h)] = h.float(), True
    return x, mask


def _loss(prepared: Prepared, network: Network, shown: list[Tensor], batch: list[int]) -> Tensor:
    with torch.autocast("cpu", torch.bfloat16, enabled=HALF):
        logits = network(*padded(shown))
    logits = logits.float()
    true = prepared.targets
    types, speakers, needs = prepared.outputs.bounds
    levels = torch.tensor(true.levels[batch]) * 0.98 + 0.01
    risky = torch.tensor(true.risky[batch])
    by_type = functional.binary_cross_entropy_with_logits(
        logits[:, types:speakers], torch.tensor(true.types[batch]), reduction="none"
    )
    by_need = functional.cross_entropy(
        logits[:, needs:], torch.tensor(true.needs[batch]), label_smoothing=0.05, reduction="none"
    )
    return (
        3 * functional.binary_cross_entropy_with_logits(logits[:, :types], levels)
        + 0.5 * (by_need * (1 - 0.6 * risky)).mean()
        + 0.15 * (by_type.sum(1) * risky).sum() / risky.sum().clamp(min=1)
        + 0.15 * functional.cross_entropy(logits[:, speakers:needs], torch.tensor(true.speakers[batch]))
    )


def read(network: Network, hidden: list[Tensor]) -> np.ndarray:
    """Return the logits of records already through the lower layers, shape (n, outputs)."""
    found = np.zeros((len(hidden), network.out.out_features), np.float32)
    with torch.no_grad():
        for start in range(0, len(hidden), BATCH):
            found[start : start + BATCH] = network(*padded(hidden[start : start + BATCH])).numpy()
    return found
