"""The language of the message; the api, which knows the whole conversation, may say it."""

from typing import Any

from components.reader import Reader
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from understanding.language import read_language


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class LanguageReader(Reader):
    """Sets `language` (ISO 639 code of the text), and `reply_language`, `fr` or `en`."""

    def read(self, message: Message, text: str, metadata: dict[str, Any]) -> None:
        previous = metadata.get("language")
        reading = read_language(text, previous=previous)
        wanted = previous or reading.requested or reading.code
        message.set("language", reading.code, add_to_output=True)
        message.set("reply_language", wanted if wanted in ("fr", "en") else "fr", add_to_output=True)
