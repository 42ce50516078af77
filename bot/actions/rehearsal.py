"""Two messages that nobody wrote, taken at the start: the first visitor does not wait for what is read once."""

from typing import Any

import structlog
from rasa_sdk.executor import ActionExecutor

log = structlog.get_logger()
ASKED = (
    "J'ai peur de mon chum, avez-vous une maison d'hébergement à Québec? C'est quoi les délais de l'IVAC?",
    "Je sais pas comment le dire à ma mère. Est-ce que cette conversation est enregistrée?",
)
"""The first brings a place, a need, a fact and an organisation to be read; the second, the written replies."""
TURN = ("action_read_message", "action_refer")


async def rehearse(executor: ActionExecutor) -> None:
    """Take the turns; a failure is logged and left to the visitors' own turns, which answer for themselves."""
    try:
        for number in range(len(ASKED)):
            for name in TURN:
                await executor.run(_call(name, ASKED[: number + 1]))
    except Exception as error:  # noqa: BLE001 - a start is not refused for what only makes it faster
        log.error("rehearsal_failed", reason=type(error).__name__)


def _call(name: str, written: tuple[str, ...]) -> dict[str, Any]:
    """Return the call that Rasa makes of an action, after these messages."""
    slots = {"language": "fr", "need": "emergency_shelter", "risk": {"level": "none", "types": []}}
    message = {"text": written[-1], "intent": {"name": "emergency_shelter", "confidence": 0.9}}
    events = [{"event": "user", "text": text} for text in written]
    tracker = {"sender_id": "rehearsal", "slots": slots, "latest_message": message, "events": events, "paused": False,
               "active_loop": {}, "latest_action_name": None, "followup_action": None}  # fmt: skip
    return {"next_action": name, "sender_id": "rehearsal", "tracker": tracker, "domain": {}, "version": ""}
