"""Who needs the service: age, gender, audiences."""

from dataclasses import asdict
from typing import Any

from components.reader import Reader
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from understanding.asides import asked_in
from understanding.person import read_person


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class PersonReader(Reader):
    """Sets `person`: `{age, gender, audiences, for_whom}`."""

    def read(self, message: Message, text: str, metadata: dict[str, Any]) -> None:
        message.set("person", asdict(read_person(asked_in(text))), add_to_output=True)
