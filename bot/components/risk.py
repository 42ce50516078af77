"""Risk, by the same code as the api's; when a counsellor must be called, it decides the intent."""

from typing import Any

from components.reader import Reader
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from understanding.risk.detector import shared_detector


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class RiskAssessor(Reader):
    """Sets `risk` and, on alarm, the intent `risk_high` or `risk_imminent`.

    The api sends its assessment of the whole conversation in the metadata; a message that comes without one (the
    shell, `repere analyse`) is assessed alone. The need stays readable in `need` and in the ranking.
    """

    def read(self, message: Message, text: str, metadata: dict[str, Any]) -> None:
        known = metadata.get("risk")
        risk = known or self._assess(text)
        message.set("risk", risk, add_to_output=True)
        message.set("need", message.get(INTENT), add_to_output=True)
        if risk["alarm"] and risk["level"] in ("high", "imminent"):
            message.set(INTENT, {"name": f"risk_{risk['level']}", "confidence": 1.0}, add_to_output=True)

    @staticmethod
    def _assess(text: str) -> dict[str, Any]:
        found = shared_detector().assess(text)
        return {
            "level": str(found.level),
            "types": list(found.types),
            "score": round(found.score, 4),
            "alarm": found.level.escalates,
        }
