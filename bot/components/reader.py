"""What the components that only read a message share."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message


class Reader(GraphComponent, EntityExtractorMixin):
    """Reads each message once; nothing is trained and nothing is kept."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Reader:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT) is not None:
                self.read(message, message.get(TEXT), message.get("metadata") or {})
        return messages

    def read(self, message: Message, text: str, metadata: dict[str, Any]) -> None:
        """Put what was read into `message`; `metadata` is what the api sent beside the text."""
        raise NotImplementedError
