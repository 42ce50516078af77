"""Where help is needed, as an entity and in full."""

from dataclasses import asdict
from typing import Any

from components.reader import Reader
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, INTENT
from rasa.shared.nlu.training_data.message import Message

from understanding.asides import asked_in, places_left
from understanding.places import is_bare, read_place


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class PlaceReader(Reader):
    """Sets `place`: `{place, text, candidates, outside, negated, origin}`, and the entity `place`.

    A message that only names a place has the intent `location_only`, whatever the classifier made of the name.
    """

    def read(self, message: Message, text: str, metadata: dict[str, Any]) -> None:
        text = places_left(asked_in(text))
        found = read_place(text, asked=metadata.get("asked") == "place")
        message.set("place", asdict(found), add_to_output=True)
        if is_bare(text, found):
            message.set(INTENT, {"name": "location_only", "confidence": 1.0}, add_to_output=True)
        if found.place is None:
            return
        entity = {
            "entity": "place",
            "value": found.place.name,
            "start": found.start,
            "end": found.end,
            "extractor": type(self).__name__,
        }
        message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
