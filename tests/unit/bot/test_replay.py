"""A message told again because Rasa had missed it: its answer was never seen, so nothing counts as shown or said."""

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.turn import Turn


@pytest.mark.parametrize("replayed", [True, False])
def test_what_was_not_seen_is_not_remembered(replayed: bool) -> None:
    latest: dict[str, Any] = {
        "text": "à Rimouski",
        "intent": {"name": "location_only"},
        "metadata": {"replay": replayed},
    }
    tracker = Tracker("c", {"language": "fr"}, latest, [], False, None, {}, None)
    turn = Turn(CollectingDispatcher(), tracker)
    turn.remember(shown=["rimouski"], place_unknown=True)
    names = {event["name"] for event in turn.end()}
    assert ("shown" in names) is not replayed
    assert "place_unknown" in names
