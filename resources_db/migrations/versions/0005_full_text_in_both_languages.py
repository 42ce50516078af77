"""Full text in both languages, without accents: FTS5 on SQLite, a GIN index of the same words on PostgreSQL.

The index is filled by the next import, which `repere migrate` and `repere serve` always run.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"

_FTS = """CREATE VIRTUAL TABLE search_words USING fts5(
    text, content='search_text', content_rowid='id', tokenize='unicode61 remove_diacritics 0', prefix='2 3 4')"""
_ADD = "INSERT INTO search_words (rowid, text) VALUES (new.id, new.text);"
_DROP = "INSERT INTO search_words (search_words, rowid, text) VALUES ('delete', old.id, old.text);"
_TRIGGERS = {"insert": _ADD, "delete": _DROP, "update": f"{_DROP} {_ADD}"}


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "search_text",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("organization_id", sa.String(36), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_search_text_organization_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_text")),
        sa.UniqueConstraint("organization_id", name=op.f("uq_search_text_organization_id")),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_FTS)
        for event, statements in _TRIGGERS.items():
            op.execute(f"CREATE TRIGGER search_text_{event} AFTER {event} ON search_text BEGIN {statements} END")
    else:
        words = "GENERATED ALWAYS AS (array_to_tsvector(string_to_array(text, ' '))) STORED"
        op.execute(f"ALTER TABLE search_text ADD COLUMN words tsvector {words}")
        op.execute("CREATE INDEX ix_search_text_words ON search_text USING gin (words)")


def downgrade() -> None:
    """Undo."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_words")
    op.drop_table("search_text")
