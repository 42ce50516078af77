"""The state machine refuses whatever the design does not name."""

import pytest
from sqlalchemy.orm import Session

from api.conversations.models import Conversation
from api.database import Base, make_engine, make_session_factory
from api.handoff import state
from api.handoff.state import Event, State, TransitionRefusedError

ALLOWED = {
    (State.BOT, Event.ESCALATE): State.WAITING,
    (State.WAITING, Event.CLAIM): State.HUMAN,
    (State.HUMAN, Event.RETURN): State.BOT,
    (State.HUMAN, Event.CLOSE): State.CLOSED,
}


@pytest.fixture
def session() -> Session:
    engine = make_engine("sqlite:///:memory:")
    Base.metadata.create_all(engine)
    return make_session_factory(engine)()


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("event", Event)
def test_only_the_design_s_transitions_exist(session: Session, before: State, event: Event) -> None:
    conversation = Conversation(id="c" * 32, token_hash="", state=before, level="none")
    session.add(conversation)
    if (before, event) in ALLOWED:
        state.apply(session, conversation, event, actor="test")
        assert conversation.state == ALLOWED[before, event]
    else:
        with pytest.raises(TransitionRefusedError):
            state.apply(session, conversation, event, actor="test")
        assert conversation.state == before


def test_waiting_time_is_known_only_while_waiting(session: Session) -> None:
    conversation = Conversation(id="c" * 32, token_hash="", state=State.BOT, level="high")
    session.add(conversation)
    state.apply(session, conversation, Event.ESCALATE, actor="risk")
    assert conversation.waiting_since is not None
    state.apply(session, conversation, Event.CLAIM, actor="x")
    assert conversation.waiting_since is None
