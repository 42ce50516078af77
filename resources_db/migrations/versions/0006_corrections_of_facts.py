"""What editors correct in the sourced facts: one new table, which the code before it never reads.

The row of `directory_revision` is what writers lock and what readers look at before they read the table.
"""

from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0004"

_REVISION = sa.table(
    "directory_revision", sa.column("id"), sa.column("token"), sa.column("changed_at", sa.DateTime(timezone=True))
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "fact_version",
        sa.Column("fact_id", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("record", sa.JSON(), nullable=True),
        sa.Column("base", sa.JSON(), nullable=False),
        sa.Column("returned_to", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(500), nullable=True),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_version")),
        sa.UniqueConstraint("fact_id", "version", name=op.f("uq_fact_version_fact_id")),
    )
    op.execute(_REVISION.insert().values(id="facts", token=str(uuid4()), changed_at=datetime.now(UTC)))


def downgrade() -> None:
    """Undo; what editors corrected is lost."""
    op.execute(_REVISION.delete().where(_REVISION.c.id == "facts"))
    op.drop_table("fact_version")
