"""Full text in French and English without accents: every word of the question begins a word of the record."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from resources_db.bulk import insert_rows
from resources_db.geography import fold, regions
from resources_db.models import Address, Attribute, Base, Organization, SearchText, Translation
from resources_db.vocabulary import vocabulary

Owners = Sequence[str] | None
CHUNK = 500
PLURALS = 5  # letters from which a final s or x is taken for a plural
# One text of numbers, not a row each: a common word is found in thousands of records.
_SQLITE = text("SELECT group_concat(rowid, ' ') FROM search_words WHERE search_words MATCH :asked")
_POSTGRESQL = text("SELECT string_agg(id::text, ' ') FROM search_text WHERE words @@ CAST(:asked AS tsquery)")


def words_of(question: str) -> list[str]:
    """Return the folded beginnings of words to look for; single letters (l', d', a) count only when alone."""
    every = fold(question).split()
    words = [word for word in every if len(word) > 1] or every
    return [word[:-1] if len(word) >= PLURALS and word[-1] in "sx" else word for word in words]


def matching(session: Session, question: str) -> NDArray[np.int64]:
    """Return the `search_text` ids of the organisations that hold every word; none for a question without a word."""
    words = words_of(question)
    if not words:
        return np.array([], dtype=np.int64)
    if session.get_bind().dialect.name == "sqlite":
        query, asked = _SQLITE, " AND ".join(f'"{word}"*' for word in words)
    else:
        query, asked = _POSTGRESQL, " & ".join(f"'{word}':*" for word in words)
    return np.fromstring(session.scalar(query, {"asked": asked}) or "", dtype=np.int64, sep=" ")


def refresh(session: Session, owners: Collection[str] | None = None) -> None:
    """Bring the index to the words of these organisations (None: of all); only what differs is written."""
    session.flush()
    if owners is None or _is_incomplete(session):
        _write(session, _texts(session, None), _stored(session, None))
        return
    wanted = sorted(owners)
    for at in range(0, len(wanted), CHUNK):
        chunk = wanted[at : at + CHUNK]
        _write(session, _texts(session, chunk), _stored(session, chunk))


def _is_incomplete(session: Session) -> bool:
    """Say whether the index lacks organisations (a migration emptied it, or they are being added)."""
    counts = [session.scalar(select(func.count()).select_from(model)) for model in (Organization, SearchText)]
    return counts[0] != counts[1]


def _write(session: Session, wanted: dict[str, str], stored: dict[str, tuple[int, str]]) -> None:
    added = [{"organization_id": key, "text": said} for key, said in wanted.items() if key not in stored]
    changed = [{"id": stored[key][0], "text": said} for key, said in wanted.items()
               if key in stored and stored[key][1] != said]  # fmt: skip
    gone = [row_id for key, (row_id, _) in stored.items() if key not in wanted]
    insert_rows(session, Base.metadata.tables[SearchText.__tablename__], added)
    if changed:
        session.execute(update(SearchText), changed)
    if gone:
        session.execute(delete(SearchText).where(SearchText.id.in_(gone)))


def _stored(session: Session, owners: Owners) -> dict[str, tuple[int, str]]:
    columns = (SearchText.organization_id, SearchText.id, SearchText.text)
    return {key: (row_id, said) for key, row_id, said in _rows(session, owners, *columns)}


def _texts(session: Session, owners: Owners) -> dict[str, str]:
    """Return the folded words of the organisations: names, summaries, town, region, services."""
    said: dict[str, list[str]] = {}
    for key, slug, name, about, region in _rows(session, owners, Organization.id, Organization.slug, Organization.name,
                                                Organization.description, Organization.region_code):  # fmt: skip
        said[key] = [slug, name, about, *_region(region)]
    for key, value in _rows(session, owners, Translation.owner_id, Translation.value):
        said.get(key, []).append(value)
    for key, city in _rows(session, owners, Address.owner_id, Address.city):
        said[key].append(city or "")
    labels = vocabulary()["services"]
    for key, taxonomy, value in _rows(session, owners, Attribute.owner_id, Attribute.link_type, Attribute.value):
        if taxonomy == "service" and value in labels:
            said[key] += labels[value].values()
    return {key: " ".join(dict.fromkeys(fold(" ".join(texts)).split())) for key, texts in said.items()}


def _region(code: str | None) -> list[str]:
    known = regions().get(code or "")
    return [known.name_fr, known.name_en] if known else []


def _rows(session: Session, owners: Owners, owner: Any, *columns: Any) -> Iterable[Any]:
    """Return the columns as the tables hold them: rows made for the mapped classes take longer."""
    table = Base.metadata.tables[owner.class_.__tablename__]
    query = select(*(table.c[column.key] for column in (owner, *columns)))
    return session.execute(query if owners is None else query.where(table.c[owner.key].in_(owners)))
