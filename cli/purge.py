"""`repere purge`: erase what is older than the retention period, and what an erasure left behind."""

from datetime import timedelta

from api.conversations import repository
from api.database import make_engine, make_session_factory, now
from api.rasa.tracker import Trackers
from cli.paths import DataDir


def purge(data: DataDir, *, days: int) -> tuple[int, int]:
    """Erase conversations silent for `days` days and trackers without a conversation; return how many of each."""
    sessions = make_session_factory(make_engine(data.database_url))
    trackers = Trackers(data.tracker_url)
    with sessions.begin() as session:
        old = repository.inactive_since(session, now() - timedelta(days=days))
        repository.erase(session, old)
    trackers.erase(old)
    with sessions.begin() as session:
        orphans = trackers.senders() - repository.all_ids(session)
    trackers.erase(orphans)
    return len(old), len(orphans)
