"""Change sets that can be undone, a history that outlives its record, and what visitors report."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "change_set",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("origin", sa.String(20), nullable=False),
        sa.Column("file", sa.String(), nullable=True),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.String(36), nullable=True),
        sa.Column("id", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_set")),
        sa.UniqueConstraint("seq", name=op.f("uq_change_set_seq")),
    )
    op.create_table(
        "error_report",
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("note", sa.String(500), nullable=True),
        sa.Column("reported_on", sa.String(10), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("closed_by", sa.String(60), nullable=True),
        sa.Column("closed_on", sa.String(10), nullable=True),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("owner_id", sa.String(36), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organization.id"], name=op.f("fk_error_report_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_error_report")),
    )
    op.create_index(op.f("ix_error_report_owner_id"), "error_report", ["owner_id"])
    op.create_index(op.f("ix_error_report_status"), "error_report", ["status"])
    with op.batch_alter_table("metadata") as batch:
        batch.drop_constraint(op.f("fk_metadata_owner_id"), type_="foreignkey")
        batch.add_column(sa.Column("change_set_id", sa.String(36), nullable=True))
        batch.create_foreign_key(op.f("fk_metadata_change_set_id"), "change_set", ["change_set_id"], ["id"])
        batch.create_index(op.f("ix_metadata_change_set_id"), ["change_set_id"])


def downgrade() -> None:
    """Undo; the history of records that are gone is lost."""
    op.execute("DELETE FROM metadata WHERE owner_id NOT IN (SELECT id FROM organization)")
    with op.batch_alter_table("metadata") as batch:
        batch.drop_index(op.f("ix_metadata_change_set_id"))
        batch.drop_constraint(op.f("fk_metadata_change_set_id"), type_="foreignkey")
        batch.drop_column("change_set_id")
        batch.create_foreign_key(op.f("fk_metadata_owner_id"), "organization", ["owner_id"], ["id"], ondelete="CASCADE")
    op.drop_table("error_report")
    op.drop_table("change_set")
