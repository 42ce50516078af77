"""The taxonomies' rows, from the vocabulary."""

from sqlalchemy.orm import Session

from resources_db.hsds.terms import term_rows
from resources_db.importing import repository
from resources_db.importing.rows import Row


def write_terms(session: Session) -> bool:
    """Bring the taxonomies to the vocabulary; say whether anything changed."""
    added: dict[str, list[Row]] = {}
    changed: dict[str, list[Row]] = {}
    for table, rows in term_rows().items():
        stored = repository.rows_by_id(session, table, [row["id"] for row in rows])
        added[table] = [row for row in rows if row["id"] not in stored]
        changed[table] = [row for row in rows if any(stored.get(row["id"], row)[c] != v for c, v in row.items())]
    repository.write(session, repository.Changes(added, changed))
    return any(added.values()) or any(changed.values())
