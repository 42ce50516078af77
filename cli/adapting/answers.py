"""`repere adapt --replies`: layers of their own that learn which reply or fact a sentence calls for.

The encoder's lower layers stay as they are, as for risk (`train.py`). One output a reply or fact, starting from the
mean of a few of its sentences; loss: cross-entropy over all of them, smoothed. Messages of whole conversations
(`understanding/replies/live`) teach nothing here, so that the judge sees how these layers do on what they never read.
"""

import random
import time
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from cli.adapting import train
from cli.adapting.answered import answered
from cli.adapting.export import export
from cli.adapting.network import DROPOUT, Encoder
from cli.adapting.train import BATCH, HALF, LONGEST, SEED, SPLIT, Say
from understanding.encoder.adapted import LAYERS, OUTPUTS
from understanding.encoder.embeddings import BASE, PACKAGE, Embeddings
from understanding.encoder.tokens import Tokenizer
from understanding.normaliser import normalise
from understanding.replies.reading import MODEL, fingerprint

EPOCHS = 2
FIRST = 6
"""Sentences of a class whose mean its output starts from."""
SCALE = 20.0
ROUND_EVERY = 16
SMOOTHED = 0.05
RATES = {"encoder": 3e-4, "outputs": 2e-3}


class Answers(nn.Module):
    """The encoder with one linear output for each reply or fact."""

    def __init__(self, encoder: Encoder, outputs: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.out = nn.Linear(encoder.header.hidden, outputs)
        self.scale = nn.Parameter(torch.tensor(SCALE))
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return the logits, shape (batch, outputs), from the output of the lower layers."""
        logits: Tensor = self.out(self.drop(self.encoder.sentence(x, mask)) * self.scale)
        return logits


def learn(say: Say, folder: Path = MODEL) -> str:
    """Train on `answered()` and write the layers and outputs; return the fingerprint of what they learned."""
    examples = answered()
    names = sorted({example.reply for example in examples})
    number = {name: at for at, name in enumerate(names)}
    true = torch.tensor([number[example.reply] for example in examples])
    encoder = Encoder(files(PACKAGE).joinpath(BASE).read_bytes(), SPLIT).eval()
    embeddings = Embeddings.load()
    tokenizer = Tokenizer(embeddings.vocabulary, longest=LONGEST)
    say(f"lower layers over {len(examples)} sentences")
    lower = train.lower_layers(encoder, embeddings, [tokenizer.ids(normalise(example.text)) for example in examples])
    network = Answers(encoder, len(names))
    _begin(network, lower, true)
    _fit(network, lower, true, say)
    folder.mkdir(parents=True, exist_ok=True)
    export(network.encoder, folder / LAYERS)
    learned = fingerprint(examples)
    np.savez_compressed(
        folder / OUTPUTS,
        names=np.array(names),
        weights=(network.out.weight * network.scale).detach().numpy().astype(np.float16),
        bias=network.out.bias.detach().numpy(),
        fingerprint=np.array(learned),
    )
    return learned


def _begin(network: Answers, lower: Sequence[Tensor], true: Tensor) -> None:
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


def _fit(network: Answers, lower: list[Tensor], true: Tensor, say: Say) -> None:
    torch.manual_seed(SEED)
    chance = random.Random(SEED)  # noqa: S311 - not a secret
    groups = {
        "encoder": [p for p in network.encoder.parameters() if p.requires_grad],
        "outputs": [*network.out.parameters(), network.scale],
    }
    optimiser = torch.optim.AdamW(
        [{"params": groups[name], "lr": rate, "full": rate} for name, rate in RATES.items()], weight_decay=0.01
    )
    rows = np.arange(len(lower))
    total, done, started = EPOCHS * -(-len(rows) // BATCH), 0, time.monotonic()
    for epoch in range(EPOCHS):
        network.train()
        for batch in train.batches(rows, lower, chance):
            if done % ROUND_EVERY == 0:
                train.round_weights(network)
            train.set_pace(optimiser, done, total)
            done += 1
            with torch.autocast("cpu", torch.bfloat16, enabled=HALF):
                logits = network(*train.padded([lower[at] for at in batch]))
            loss = functional.cross_entropy(logits.float(), true[batch], label_smoothing=SMOOTHED)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
        say(f"epoch {epoch + 1} of {EPOCHS}, {time.monotonic() - started:.0f} s")
    train.round_weights(network)
    network.eval()
