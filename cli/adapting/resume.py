"""Going on from the shipped network with new sentences, where training on all of them again takes too long.

New batches are learnt together with a share of the old ones, so that what was known is not forgotten.
"""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from cli.adapting.network import MATRICES, NORMS, SCALE, Encoder, Network
from cli.adapting.train import SEED, SPLIT, Say, fit, prepare
from understanding.encoder.adapted import LAYERS, MODEL, OUTPUTS
from understanding.risk.corpus import Record

EPOCHS = 3
OLD_FOR_NEW = 4
"""Old sentences read again for each new one."""
PACE = 1.0
"""The learning rate's part of that of a whole training."""


def chosen(records: Sequence[Record], batches: Sequence[str]) -> list[Record]:
    """Return the records of `batches` and their share of the others; raise ValueError when a batch has none."""
    new = [record for record in records if record.batch in batches]
    missing = set(batches) - {record.batch for record in new}
    if missing:
        raise ValueError(f"no sentence of {', '.join(sorted(missing))}")
    old = [record for record in records if record.batch not in batches]
    chance = random.Random(SEED)  # noqa: S311 - not a secret
    return new + chance.sample(old, min(len(old), int(len(new) * OLD_FOR_NEW)))


def train_on(records: Sequence[Record], say: Say, folder: Path = MODEL) -> Network:
    """Return the network of `folder`, trained further on `records`; raise ValueError if their outputs differ."""
    prepared = prepare(records, say)
    network = restored(Encoder(prepared.raw, SPLIT), prepared.outputs.names, folder)
    return fit(prepared, np.arange(len(records)), epochs=EPOCHS, say=say, start=network, pace=PACE)


def restored(encoder: Encoder, names: Sequence[str], folder: Path, *, scale: float = SCALE) -> Network:
    """Return the network that was written in `folder`; raise ValueError if it has other outputs than `names`."""
    with np.load(folder / OUTPUTS) as data:
        shipped, weights, bias = list(map(str, data["names"])), data["weights"].astype(np.float32), data["bias"]
    if shipped != list(names):
        raise ValueError("the shipped network has other outputs: train on all sentences (repere adapt)")
    network = Network(encoder, len(shipped), scale=scale)
    network.out.weight.data = torch.tensor(weights) / network.scale.data
    network.out.bias.data = torch.tensor(bias)
    _restore_layers(network.encoder, onnx.load(folder / LAYERS))
    return network


def _restore_layers(encoder: Encoder, model: onnx.ModelProto) -> None:
    held = {tensor.name: tensor for tensor in model.graph.initializer}
    nodes = iter([node for node in model.graph.node if node.op_type == "MatMulNBits"])  # in the order of the layers
    for number, layer in enumerate(encoder.layers):
        for name in MATRICES:
            node, matrix = next(nodes), getattr(layer, name)
            packed, scales = (numpy_helper.to_array(held[part]) for part in node.input[1:3])
            matrix.weight.data = torch.tensor(_weights(packed, scales))
            matrix.bias.data = torch.tensor(numpy_helper.to_array(held[f"layers.{number}.{name}.bias"]))
        for name in NORMS:
            norm = getattr(layer, name)
            for part in ("weight", "bias"):
                getattr(norm, part).data = torch.tensor(numpy_helper.to_array(held[f"layers.{number}.{name}.{part}"]))


def _weights(packed: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """Return the weights (rows, columns) of MatMulNBits: blocks of 32, two to a byte, the first in the low half."""
    nibbles = np.stack([packed & 15, packed >> 4], axis=-1).reshape(*packed.shape[:2], -1).astype(np.float32)
    weights: np.ndarray = ((nibbles - 8) * scales.reshape(packed.shape[0], -1, 1)).reshape(packed.shape[0], -1)
    return weights
