"""The need as the intent, by the classifier of `understanding.needs`."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import SPACY_DOCS
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from understanding.asides import asked_in
from understanding.encoder import adapted, encode
from understanding.needs.model import NeedModel
from understanding.needs.training import train as train_model
from understanding.normaliser import normalise

FILE = "needs.npz"
WAY_BACK = "none"


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class NeedClassifier(GraphComponent, IntentClassifier):
    """Ranks the needs; when even the first is improbable the intent is `none`, never a wrong guess."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: NeedModel | None = None
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"way_back_below": 0.2, "general_weight": 0.3}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NeedClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NeedClassifier:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, NeedModel.load(folder / FILE))

    def train(self, training_data: TrainingData) -> Resource:
        examples = [e for e in training_data.intent_examples if e.get(TEXT) and e.get(INTENT)]
        self._model = train_model(
            np.vstack([_dense(example) for example in examples]),
            [example.get(INTENT) for example in examples],
        )
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder / FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT) is not None:
                self._classify(message)
        return messages

    def _classify(self, message: Message) -> None:
        if not message.get(TEXT).strip():  # spaCy gives no vector to an empty text
            message.set(INTENT, {"name": WAY_BACK, "confidence": 1.0}, add_to_output=True)
            message.set(INTENT_RANKING_KEY, [{"name": WAY_BACK, "confidence": 1.0}], add_to_output=True)
            return
        asked = asked_in(message.get(TEXT))  # "pas d'avocat, un refuge" asks for a shelter only
        whole = asked == message.get(TEXT)
        ranked = self._model.rank(
            _dense(message) if whole else _dense_of(asked, message),
            adapted=adapted.read_message(asked),
            outputs=adapted.shared().names,
            general_weight=self._config["general_weight"],
        )
        ranking = [{"name": name, "confidence": confidence} for name, confidence in ranked]
        best = ranking[0]
        if best["confidence"] < self._config["way_back_below"]:
            best = {"name": WAY_BACK, "confidence": 1.0 - best["confidence"]}
        message.set(INTENT, best, add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking[:10], add_to_output=True)


def _dense(message: Message) -> np.ndarray:
    """Return the dense sentence features side by side (spaCy's vector, the encoder's), each of unit length."""
    blocks = [f.features.reshape(-1) for f in message.features if f.is_dense() and f.type == FEATURE_TYPE_SENTENCE]
    return _side_by_side(blocks)


def _dense_of(asked: str, message: Message) -> np.ndarray:
    """Return the same features of a part of the message: the mean of its words' vectors, and its own encoding."""
    words = set(normalise(asked).lower().split()) | set(asked.lower().split())
    document = message.get(SPACY_DOCS[TEXT])
    vectors = [token.vector for token in document if token.lower_ in words] or [document.vector]
    blocks = [np.mean(vectors, axis=0), encode(normalise(asked))]
    return _side_by_side(blocks)


def _side_by_side(blocks: list[np.ndarray]) -> np.ndarray:
    return np.concatenate([block / (np.linalg.norm(block) or 1.0) for block in blocks]).astype(np.float32)
