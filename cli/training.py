"""Training: the risk calibration, then the Rasa model that carries it; each only when what it is made of changed."""

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import yaml

from bot.actions.knowledge.library import facts_are_read, read_and_keep
from cli import bot_environment
from cli.errors import CommandError
from cli.paths import BOT, ROOT, DataDir
from understanding.encoder.held_out import HeldOut
from understanding.risk.corpus import Record, read_corpus
from understanding.risk.fingerprint import fingerprint
from understanding.risk.model import Calibration
from understanding.risk.taxonomy import Level

Say = Callable[[str], None]
KEPT_MODELS = 2
_RASA_INPUTS = ("bot/config.yml", "bot/domain", "bot/data", "bot/components", "bot/importer.py", "bot/uv.lock")
_YAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # both safe; the one in C is ten times faster
_SHARED_INPUTS = ("understanding",)


def risk_records() -> list[Record]:
    """Return the risk corpus, and Rasa's NLU examples as harmless messages (level `none`)."""
    return read_corpus() + [
        record for path in sorted((BOT / "data" / "nlu").rglob("*.yml")) for record in _harmless(path)
    ]


def _harmless(path: Path) -> Iterator[Record]:
    for block in yaml.load(path.read_text("utf-8"), Loader=_YAML)["nlu"]:  # noqa: S506
        for example in block["examples"]:
            about = example["metadata"]
            yield Record(
                text=example["text"].strip(),
                lang=about["lang"],
                register=about["register"],
                risk=Level.NONE,
                risk_type=None,
                speaker=about.get("speaker", "other"),
                need=block["intent"],
                batch=about["batch"],
            )


def risk_is_trained(records: list[Record]) -> bool:
    """Whether the calibration on disk was chosen on exactly these records, outputs and settings."""
    try:
        return Calibration.load().fingerprint == fingerprint(records, HeldOut.load())
    except (OSError, ValueError, TypeError):
        return False


def train_risk(records: list[Record]) -> None:
    """Calibrate the risk assessment and write it where the detector looks."""
    from understanding.risk.training import train

    train(records, HeldOut.load()).calibration.save()


def model_path(data: DataDir) -> Path:
    """Return where the Rasa model of the present data, configuration and code is, or will be."""
    digest = hashlib.sha256()
    for name in (*_RASA_INPUTS, *_SHARED_INPUTS):
        for path in _files(ROOT / name):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return data.models / f"repere-{digest.hexdigest()[:16]}.tar.gz"


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(p for p in path.rglob("*") if p.is_file() and "__pycache__" not in p.parts)


def train_rasa(data: DataDir) -> Path:
    """Train the Rasa model and return its path; raise CommandError with the end of the log if that fails."""
    target = model_path(data)
    log = data.logs / "train.log"
    status = bot_environment.run(
        *("-m", "rasa", "train", "--domain", "domain", "--data", "data", "--config", "config.yml"),
        *("--out", str(data.models), "--fixed-model-name", "training", "--force"),
        log=log,
    )
    made = data.models / "training.tar.gz"
    if status or not made.exists():
        raise CommandError(f"Training failed. The end of {log}:\n{log.read_text('utf-8')[-3000:]}")
    made.rename(target)
    for old in sorted(data.models.glob("repere-*.tar.gz"), key=lambda p: p.stat().st_mtime)[:-KEPT_MODELS]:
        old.unlink()
    return target


def ensure_model(data: DataDir, say: Say, *, force: bool = False) -> Path:
    """Train whatever is missing or stale; return the Rasa model's path. The facts are read beside the training."""
    data.make()
    with ThreadPoolExecutor(max_workers=1) as beside:
        reading = None
        if not facts_are_read(data.models):
            say("reading the facts")
            reading = beside.submit(read_and_keep, data.models)
        path = _ensure_rasa(data, say, force=force)
        if reading is not None:
            reading.result()
    return path


def _ensure_rasa(data: DataDir, say: Say, *, force: bool) -> Path:
    records = risk_records()
    if force or not risk_is_trained(records):
        say("calibrating the risk assessment")
        train_risk(records)
    path = model_path(data)
    if path.exists() and not force:
        return path
    say("training the assistant")
    return train_rasa(data)
