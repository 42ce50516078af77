"""Words by which a record is found are read with the catalogue, which holds them in memory: the tables go.

Nothing asked them any more, and filling them was a quarter of the time of an import. A program of an earlier release
that is still running keeps the catalogue it has, and cannot write: stop it before, as for any migration.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_FTS = """CREATE VIRTUAL TABLE search_words USING fts5(
    text, content='search_text', content_rowid='id', tokenize='unicode61 remove_diacritics 0', prefix='2 3 4')"""
_ADD = "INSERT INTO search_words (rowid, text) VALUES (new.id, new.text);"
_DROP = "INSERT INTO search_words (search_words, rowid, text) VALUES ('delete', old.id, old.text);"
_TRIGGERS = {"insert": _ADD, "delete": _DROP, "update": f"{_DROP} {_ADD}"}


def upgrade() -> None:
    """Apply."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_words")
        for event in _TRIGGERS:  # before the table: dropping it deletes its rows one by one
            op.execute(f"DROP TRIGGER search_text_{event}")
    op.drop_table("search_text")


def downgrade() -> None:
    """Undo; the next import of the earlier release fills the tables."""
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
