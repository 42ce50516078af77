"""The taxonomies' rows, from the vocabulary."""

from sqlalchemy.orm import Session

from resources_db.importing import repository
from resources_db.importing.rows import Row
from resources_db.models import stable_id
from resources_db.vocabulary import vocabulary


def write_terms(session: Session) -> bool:
    """Bring the taxonomies to the vocabulary; say whether anything changed."""
    added: dict[str, list[Row]] = {}
    changed: dict[str, list[Row]] = {}
    for table, rows in _terms().items():
        stored = repository.rows_by_id(session, table, [row["id"] for row in rows])
        added[table] = [row for row in rows if row["id"] not in stored]
        changed[table] = [row for row in rows if any(stored.get(row["id"], row)[c] != v for c, v in row.items())]
    repository.write(session, added=added, changed=changed, gone={})
    return any(added.values()) or any(changed.values())


def _terms() -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {"taxonomy": [], "taxonomy_term": []}
    for taxonomy, words, about in (("service", "services", "Services offerts"), ("audience", "groups", "Clientèles")):
        taxonomy_id = stable_id("taxonomy", taxonomy)
        rows["taxonomy"].append({"id": taxonomy_id, "name": taxonomy, "description": about})
        rows["taxonomy_term"] += [
            {
                "id": stable_id("taxonomy_term", taxonomy, code),
                "taxonomy_id": taxonomy_id,
                "code": code,
                "name": label["fr"],
                "name_en": label["en"],
                "description": label["fr"],
            }
            for code, label in vocabulary()[words].items()
        ]
    return rows
