"""The texts that a question is compared with, and their vectors, computed once and kept in a file."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import structlog
import yaml

from bot.actions.knowledge import sentences
from bot.actions.knowledge.sentences import Vectors
from bot.actions.knowledge.words import Vector
from resources_db.knowledge.records import Fact

log = structlog.get_logger()
DATA = Path(__file__).parent / "data"
Phrasings = Mapping[str, Sequence[str]]
PHRASINGS = ("phrasings.yml", "phrasings_spoken.yml", "phrasings_even.yml", "phrasings_midway.yml")


def read_phrasings() -> Phrasings:
    """Return other ways of asking for each record, written then spoken: `data/phrasings*.yml`."""
    found: dict[str, list[str]] = {}
    for name in PHRASINGS:
        for record, texts in yaml.safe_load((DATA / name).read_text("utf-8")).items():
            found.setdefault(record, []).extend(texts)
    return found


def read_unanswered() -> tuple[str, ...]:
    """Return questions near the facts that no fact answers: `data/unanswered.yml`."""
    return tuple(yaml.safe_load((DATA / "unanswered.yml").read_text("utf-8")))


@dataclass(frozen=True)
class Searched:
    """All texts that a question is compared with: first questions, then the facts' own texts.

    `owners[i]` is the row that text `i` speaks for: a fact, or after the facts a question that none answers.
    """

    texts: tuple[str, ...]
    owners: tuple[int, ...]
    questions: int

    @classmethod
    def of(cls, facts: Sequence[Fact], phrasings: Phrasings, unanswered: Sequence[str]) -> "Searched":
        """Gather the texts."""
        asked = [
            (text, owner)
            for owner, fact in enumerate(facts)
            for text in (fact.question_fr, fact.question_en, *phrasings.get(fact.id, ()))
        ]
        asked += [(text, owner) for owner, text in enumerate(unanswered, start=len(facts))]
        said = [(text, owner) for owner, fact in enumerate(facts) for text in (fact.fact_fr, fact.fact_en)]
        texts, owners = zip(*asked, *said, strict=True)
        return cls(texts, owners, len(asked))

    @property
    def fingerprint(self) -> str:
        """What the vectors are made of: the texts and the encoders."""
        digest = hashlib.sha256("\0".join(self.texts).encode())
        digest.update(sentences.fingerprint().encode())
        return digest.hexdigest()[:16]


def default_folder() -> Path:
    """Return where vectors are kept: beside the trained models."""
    return Path(os.environ.get("REPERE_MODELS_DIR") or "var/models")


def vectors_file(searched: Searched, folder: Path) -> Path:
    """Return where the vectors of these texts are kept, or will be."""
    return folder / f"knowledge-{searched.fingerprint}.npy"


def vectors_of(searched: Searched, folder: Path) -> Vectors:
    """Return the vectors of the texts, shape (texts, d): from the file in `folder`, which is written if need be."""
    path = vectors_file(searched, folder)
    try:
        kept: Vectors = np.load(path)
        if kept.shape == (len(searched.texts), sentences.DIMENSIONS):
            return kept
    except (OSError, ValueError):
        pass  # missing or damaged: made again
    made = sentences.encode_all(searched.texts)
    _keep(made, path)
    return made


def revised(searched: Searched, known: Mapping[str, Vector]) -> Vectors:
    """Return the vectors of the texts, shape (texts, d): those that are `known`, the others computed."""
    new = [text for text in dict.fromkeys(searched.texts) if text not in known]
    made = sentences.encode_all(new) if new else ()
    vectors = {**known, **dict(zip(new, made, strict=True))}
    return np.stack([vectors[text] for text in searched.texts])


def _keep(vectors: Vectors, path: Path) -> None:
    """Write the file in one move and remove those of other texts; without a disk to write on, go on without."""
    partial = path.with_suffix(f".{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            np.save(file, vectors)
        partial.replace(path)
        for other in path.parent.glob("knowledge-*.npy"):
            if other != path:
                other.unlink(missing_ok=True)
    except OSError as error:
        log.warning("knowledge_vectors_not_kept", reason=type(error).__name__)
