"""Where things are: the repository, the data directory, the two environments."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BOT = ROOT / "bot"
BOT_PYTHON = BOT / ".venv" / "bin" / "python"


@dataclass(frozen=True)
class DataDir:
    """The directory of everything that a run creates."""

    path: Path

    @property
    def models(self) -> Path:
        """Trained Rasa models, one file a fingerprint: REPERE_MODELS_DIR, or here."""
        return Path(os.environ.get("REPERE_MODELS_DIR") or self.path / "models")

    @property
    def logs(self) -> Path:
        """One log file a process."""
        return self.path / "logs"

    @property
    def database_url(self) -> str:
        """The api's and directory's database: REPERE_DATABASE_URL, or SQLite here."""
        return os.environ.get("REPERE_DATABASE_URL") or f"sqlite:///{self.path / 'repere.db'}"

    @property
    def tracker_url(self) -> str:
        """Rasa's tracker store: REPERE_RASA_TRACKER_URL, or SQLite here."""
        return os.environ.get("REPERE_RASA_TRACKER_URL") or f"sqlite:///{self.path / 'rasa.db'}"

    def make(self) -> None:
        """Create the directory and its parts."""
        for folder in (self.path, self.models, self.logs):
            folder.mkdir(parents=True, exist_ok=True)


def data_dir(path: Path | None = None) -> DataDir:
    """Return the data directory: `path`, else REPERE_DATA_DIR, else `var` in the repository."""
    return DataDir((path or Path(os.environ.get("REPERE_DATA_DIR") or ROOT / "var")).resolve())
