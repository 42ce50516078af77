"""Brings the needs of the risk corpus into Rasa's training data, so that its sentences are written once."""

from __future__ import annotations

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from understanding.risk.corpus import UNSAID, read_corpus


class RiskCorpusImporter(TrainingDataImporter):
    """Adds each record of `understanding/risk/data` as an example of the intent named by its need."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
    ) -> None:
        """Rasa's signature; the corpus has its own place."""

    def get_domain(self) -> Domain:
        return Domain.empty()

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        return StoryGraph([])

    def get_conversation_tests(self) -> StoryGraph:
        return StoryGraph([])

    def get_config(self) -> dict:
        return {}

    def get_config_file_for_auto_config(self) -> str | None:
        return None

    def get_nlu_data(self, language: str | None = "fr") -> TrainingData:
        return TrainingData(
            [Message.build(text=record.text, intent=record.need) for record in read_corpus() if record.need != UNSAID]
        )
