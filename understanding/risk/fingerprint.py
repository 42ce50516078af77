"""What the calibration was chosen on, in one hash: read at every start, so it must not load scikit-learn."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from understanding.encoder.held_out import HeldOut
from understanding.risk.corpus import Record

SETTINGS = json.loads((Path(__file__).parent / "training.json").read_text("utf-8"))


def fingerprint(records: Sequence[Record], held_out: HeldOut) -> str:
    """Return a hash of what the calibration depends on; it is carried so that a stale one is seen."""
    _, known = held_out.of([record.text for record in records])
    digest = hashlib.sha256(json.dumps(SETTINGS, sort_keys=True).encode() + held_out.logits.tobytes())
    for record, counts in zip(records, known, strict=True):
        if counts:
            digest.update(f"{record.text}\0{record.risk}\0".encode())
    return digest.hexdigest()[:16]
