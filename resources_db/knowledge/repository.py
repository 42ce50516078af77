"""The SQL of what editors made of the facts."""

from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from resources_db.models import FactVersion, Revision

REVISION = "facts"


def revision(session: Session) -> str | None:
    """Return the token that changes with every act on a fact; None where their table was never made."""
    return session.scalar(select(Revision.token).where(Revision.id == REVISION))


def lock(session: Session) -> bool:
    """Let one writer in at a time until the transaction ends; False where the facts' table was never made."""
    same = update(Revision).where(Revision.id == REVISION).values(changed_at=Revision.changed_at)
    return bool(session.connection().execute(same).rowcount)


def newest(session: Session) -> dict[str, FactVersion]:
    """Return the newest version of each fact that an editor ever touched, by fact."""
    if revision(session) is None:
        return {}
    last = select(FactVersion.fact_id, func.max(FactVersion.version).label("version"))
    of_each = last.group_by(FactVersion.fact_id).subquery()
    query = select(FactVersion).join(
        of_each, (of_each.c.fact_id == FactVersion.fact_id) & (of_each.c.version == FactVersion.version)
    )
    return {version.fact_id: version for version in session.scalars(query)}


def versions(session: Session, fact_id: str) -> list[FactVersion]:
    """Return all versions of a fact, oldest first."""
    if revision(session) is None:
        return []
    query = select(FactVersion).where(FactVersion.fact_id == fact_id)
    return list(session.scalars(query.order_by(FactVersion.version)))


def add(session: Session, version: FactVersion) -> None:
    """Store a version and tell readers that the facts changed."""
    session.add(version)
    session.flush()
    session.merge(Revision(id=REVISION, token=str(uuid4()), changed_at=datetime.now(UTC)))
