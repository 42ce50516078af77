"""`repere adapt --replies`: layers of their own that learn which reply or fact a sentence calls for.

The encoder's lower layers stay as they are, as for risk (`train.py`). One output a reply, fact or question of this
chat, starting from the mean of a few of its sentences; loss: cross-entropy over all of them, smoothed. Every second
epoch a sentence is seen in the message made from it (`composed.py`), if there is one. Messages of whole conversations
(`understanding/replies/live`) teach nothing here, so that the judge sees how these layers do on what they never read.
"""

import random
from collections.abc import Mapping, Sequence
from importlib.resources import files
from itertools import cycle
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from cli.adapting import train
from cli.adapting.answered import answered
from cli.adapting.composed import compose
from cli.adapting.export import export
from cli.adapting.network import Encoder, Network
from cli.adapting.train import BATCH, HALF, LONGEST, SEED, SPLIT, Course, Say
from understanding.encoder.adapted import LAYERS, OUTPUTS
from understanding.encoder.answering import MODEL
from understanding.encoder.embeddings import BASE, PACKAGE, Embeddings
from understanding.encoder.tokens import Tokenizer
from understanding.normaliser import normalise
from understanding.replies.reading import fingerprint

COURSE = Course(epochs=2, rates={"encoder": 3e-4, "outputs": 2e-3}, round_every=16)
FIRST = 6
"""Sentences of a class whose mean its output starts from."""
SCALE = 20.0
"""What the sentence vectors are multiplied by at first."""
SMOOTHED = 0.05


def learn(say: Say, folder: Path = MODEL) -> None:
    """Train on `answered()` and write the layers and outputs."""
    examples = answered()
    names = sorted({example.reply for example in examples})
    number = {name: at for at, name in enumerate(names)}
    true = torch.tensor([number[example.reply] for example in examples])
    made = compose(examples, random.Random(SEED))  # noqa: S311 - not a secret
    encoder = Encoder(files(PACKAGE).joinpath(BASE).read_bytes(), SPLIT).eval()
    embeddings = Embeddings.load()
    tokenizer = Tokenizer(embeddings.vocabulary, longest=LONGEST)
    say(f"lower layers over {len(examples)} sentences and {len(made)} messages made of them")
    texts = [example.text for example in examples] + [each.text for each in made]
    lower = train.lower_layers(encoder, embeddings, [tokenizer.ids(normalise(text)) for text in texts])
    shares = [{int(at): 1.0} for at in true] + [{number[name]: of for name, of in each.shares.items()} for each in made]
    network = Network(encoder, len(names), scale=SCALE)
    _begin(network, lower, true)
    _fit(network, lower, shares, _seen(len(examples), [each.number for each in made]), say)
    folder.mkdir(parents=True, exist_ok=True)
    export(network.encoder, folder / LAYERS)
    np.savez_compressed(
        folder / OUTPUTS,
        names=np.array(names),
        weights=(network.out.weight * network.scale).detach().numpy().astype(np.float16),
        bias=network.out.bias.detach().numpy(),
        fingerprint=np.array(fingerprint(examples)),
    )


def _begin(network: Network, lower: Sequence[Tensor], true: Tensor) -> None:
    """Start each output from where the first sentences of its class stand, apart from the mean of all."""
    with torch.no_grad():
        first = [torch.nonzero(true == each).flatten()[:FIRST].tolist() for each in range(network.out.out_features)]
        order = sorted((at for each in first for at in each), key=lambda at: len(lower[at]))
        found: dict[int, Tensor] = {}
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            with torch.autocast("cpu", torch.bfloat16, enabled=HALF):
                vectors = network.encoder.sentence(*train.padded([lower[at] for at in batch]))
            found |= dict(zip(batch, vectors.float(), strict=True))
        middle = torch.stack(list(found.values())).mean(0)
        for each, of_it in enumerate(first):
            apart = torch.stack([found[at] for at in of_it]).mean(0) - middle
            network.out.weight[each] = functional.normalize(apart, dim=0) / 2
        network.out.bias.zero_()


def _seen(count: int, made: Sequence[int]) -> tuple[np.ndarray, ...]:
    """Return the rows of each epoch: the sentences, or the messages made of them, which come after them."""
    instead = np.arange(count)
    instead[list(made)] = count + np.arange(len(made))
    return (instead, np.arange(count))


def _fit(
    network: Network,
    lower: list[Tensor],
    shares: Sequence[Mapping[int, float]],
    seen: Sequence[np.ndarray],
    say: Say,
) -> None:
    torch.manual_seed(SEED)
    chance = random.Random(SEED)  # noqa: S311 - not a secret
    epochs = cycle(seen)

    def loss(batch: list[int]) -> Tensor:
        with torch.autocast("cpu", torch.bfloat16, enabled=HALF):
            logits = network(*train.padded([lower[at] for at in batch]))
        wanted = torch.zeros(len(batch), network.out.out_features)
        for row, at in enumerate(batch):
            for name, share in shares[at].items():
                wanted[row, name] = share
        return functional.cross_entropy(logits.float(), wanted, label_smoothing=SMOOTHED)

    train.descend(network, loss, lambda: train.batches(next(epochs), lower, chance), COURSE, say)
