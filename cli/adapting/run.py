"""`repere adapt`: trains the encoder on all records, then without each fold, and writes what is shipped."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from cli.adapting.export import export
from cli.adapting.network import Network
from cli.adapting.resume import chosen, train_on
from cli.adapting.train import Prepared, Say, fit, prepare, read
from understanding.encoder.adapted import LAYERS, MODEL, OUTPUTS
from understanding.encoder.held_out import FILE, HeldOut, folds, text_key
from understanding.risk.corpus import Record

EPOCHS = 4
FOLD_EPOCHS = 3


def adapt(records: Sequence[Record], say: Say, *, folder: Path = MODEL, held_out: bool = True) -> None:
    """Write the trained layers and outputs and, if `held_out`, what networks that never saw a batch read in it."""
    prepared = prepare(records, say)
    folder.mkdir(parents=True, exist_ok=True)
    _write_shipped(prepared, len(records), say, folder)
    if held_out:
        _write_held_out(prepared, records, say, folder)


def go_on(records: Sequence[Record], batches: Sequence[str], say: Say, *, folder: Path = MODEL) -> None:
    """Train the shipped network further on `batches` and write it; raise ValueError when that cannot be."""
    read_again = chosen(records, batches)
    say(f"going on with {len(read_again)} sentences")
    with np.load(folder / OUTPUTS) as data:
        names = list(map(str, data["names"]))
    _write(train_on(read_again, say, folder), names, folder)


def _write_shipped(prepared: Prepared, count: int, say: Say, folder: Path) -> None:
    say(f"training on {count} sentences")
    _write(fit(prepared, np.arange(count), epochs=EPOCHS, say=say), prepared.outputs.names, folder)


def _write(network: Network, names: Sequence[str], folder: Path) -> None:
    export(network.encoder, folder / LAYERS)
    np.savez(
        folder / OUTPUTS,
        names=np.array(names),
        weights=(network.out.weight * network.scale).detach().numpy(),
        bias=network.out.bias.detach().numpy(),
    )


def _write_held_out(prepared: Prepared, records: Sequence[Record], say: Say, folder: Path) -> None:
    fold_of = folds([record.batch for record in records])
    logits = np.zeros((len(records), len(prepared.outputs.names)), np.float32)
    for fold in sorted(set(fold_of)):
        out = fold_of == fold
        say(f"training without fold {fold + 1}: {int(out.sum())} sentences left out")
        left_out = fit(prepared, np.flatnonzero(~out), epochs=FOLD_EPOCHS, say=say)
        logits[out] = read(left_out, [prepared.spellings[0][i] for i in np.flatnonzero(out)])
    HeldOut(
        names=tuple(prepared.outputs.names),
        keys=np.array([text_key(record.text) for record in records]),
        logits=logits,
    ).save(folder / FILE.name)
