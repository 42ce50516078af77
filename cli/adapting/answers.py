"""`repere adapt --replies`: layers of their own that learn which reply or fact a sentence calls for.

The encoder's lower layers stay as they are, as for risk (`train.py`). One output a reply, fact or question of this
chat, starting from the mean of a few of its sentences; loss: cross-entropy over all of them, smoothed. Every second
epoch a sentence is seen in the message made from it (`composed.py`), if there is one. Messages of whole conversations
(`understanding/replies/conversations`) are seen alone and after the one before them in each; those of `live` teach
nothing here, so that the judge sees how these layers do on what they never read.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
from cli.adapting.resume import restored
from cli.adapting.train import BATCH, HALF, LONGEST, SEED, SPLIT, Course, Lower, Say
from understanding.classes import CONTEXT
from understanding.encoder.adapted import LAYERS, OUTPUTS
from understanding.encoder.answering import MODEL
from understanding.encoder.embeddings import BASE, PACKAGE, Embeddings
from understanding.encoder.tokens import Tokenizer
from understanding.normaliser import normalise
from understanding.replies.corpus import read_conversations
from understanding.replies.reading import fingerprint

COURSE = Course(epochs=2, rates={"encoder": 3e-4, "outputs": 2e-3}, round_every=16)
FURTHER = {"encoder": 1.5e-4, "outputs": 1e-3}
"""Rates of a training that goes on."""
OLD_FOR_NEW = 1.5
"""Sentences read again in an epoch for each message of a conversation, where a training goes on."""
FIRST = 6
"""Sentences of a class whose mean its output starts from."""
SCALE = 20.0
"""What the sentence vectors are multiplied by at first."""
SMOOTHED = 0.05


@dataclass(frozen=True)
class Taught:
    """What is learned, in this order: `sentences` of one answer each, the messages made of them (`made` says of which),
    then the messages of conversations, alone and after the one before them. `shares` (rows) are their labels by number
    of `names`.
    """

    names: tuple[str, ...]
    texts: tuple[str, ...]
    shares: tuple[Mapping[int, float], ...]
    sentences: int
    made: tuple[int, ...]
    fingerprint: str

    @property
    def said(self) -> np.ndarray:
        """The rows of the messages of conversations."""
        return np.arange(self.sentences + len(self.made), len(self.texts))


def learn(say: Say, folder: Path = MODEL) -> None:
    """Train on all sentences and conversations and write the layers and outputs; raise ValueError as `_taught` does."""
    taught = _taught()
    encoder = _encoder()
    say(f"lower layers over {len(taught.texts)} texts")
    lower = _lower(encoder, taught.texts)
    network = Network(encoder, len(taught.names), scale=SCALE)
    _begin(network, lower, torch.tensor([next(iter(share)) for share in taught.shares[: taught.sentences]]))
    _fit(network, lower, taught.shares, _seen(taught), COURSE, say)
    _write(network, taught, folder)


def go_on(say: Say, folder: Path = MODEL) -> None:
    """Train the shipped layers further on the conversations, with OLD_FOR_NEW sentences for each message.

    Raise ValueError as `_taught` does, or where the shipped layers have other answers.
    """
    taught = _taught()
    chance = np.random.default_rng(SEED)
    old = chance.permutation(taught.sentences + len(taught.made))
    each = int(len(taught.said) * OLD_FOR_NEW)
    seen = [np.concatenate([old[at : at + each], taught.said]) for at in (0, each)]  # other sentences each epoch
    rows = np.unique(np.concatenate(seen))
    say(f"going on with {len(taught.said)} messages and {len(rows) - len(taught.said)} sentences")
    encoder = _encoder()
    lower = dict(zip(rows, _lower(encoder, [taught.texts[row] for row in rows]), strict=True))
    network = restored(encoder, taught.names, folder, scale=SCALE)
    _fit(network, lower, taught.shares, seen, replace(COURSE, rates=FURTHER), say)
    _write(network, taught, folder)


def _taught() -> Taught:
    """Return what is learned; raise ValueError for a message of a conversation whose answer has no sentence."""
    examples, said = answered(), read_conversations()
    names = sorted({example.reply for example in examples})
    if unknown := {name for each in said for name in each.shares} - set(names):
        raise ValueError(f"no sentence calls for {', '.join(sorted(unknown))}")
    made = compose(examples, random.Random(SEED))  # noqa: S311 - not a secret
    follows = [each for each in said if each.before]
    texts = [each.text for each in examples] + [each.text for each in made] + [each.text for each in said]
    texts += [f"{each.before[-CONTEXT:]} {each.text}" for each in follows]
    labels = [{example.reply: 1.0} for example in examples] + [each.shares for each in made]
    labels += [dict(each.shares) for each in (*said, *follows)]
    number = {name: at for at, name in enumerate(names)}
    return Taught(
        names=tuple(names),
        texts=tuple(texts),
        shares=tuple({number[name]: share for name, share in label.items()} for label in labels),
        sentences=len(examples),
        made=tuple(each.number for each in made),
        fingerprint=fingerprint(examples, said),
    )


def _encoder() -> Encoder:
    return Encoder(files(PACKAGE).joinpath(BASE).read_bytes(), SPLIT).eval()


def _lower(encoder: Encoder, texts: Sequence[str]) -> list[Tensor]:
    embeddings = Embeddings.load()
    tokenizer = Tokenizer(embeddings.vocabulary, longest=LONGEST)
    return train.lower_layers(encoder, embeddings, [tokenizer.ids(normalise(text)) for text in texts])


def _write(network: Network, taught: Taught, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    export(network.encoder, folder / LAYERS)
    np.savez_compressed(
        folder / OUTPUTS,
        names=np.array(taught.names),
        weights=(network.out.weight * network.scale).detach().numpy().astype(np.float16),
        bias=network.out.bias.detach().numpy(),
        fingerprint=np.array(taught.fingerprint),
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


def _seen(taught: Taught) -> list[np.ndarray]:
    """Return the rows of each epoch: the sentences, or the messages made of them, and the messages of conversations."""
    plain = np.arange(taught.sentences)
    instead = plain.copy()
    instead[list(taught.made)] = taught.sentences + np.arange(len(taught.made))
    return [np.concatenate([rows, taught.said]) for rows in (instead, plain)]


def _fit(
    network: Network,
    lower: Lower,
    shares: Sequence[Mapping[int, float]],
    seen: Sequence[np.ndarray],
    course: Course,
    say: Say,
) -> None:
    """Train a network in place on the rows of `seen`, those of one epoch each, in turn."""
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

    train.descend(network, loss, lambda: train.batches(next(epochs), lower, chance), course, say)
