"""How places are reported: limits, links and keys, every change, holds, reminders"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "availability_shelter",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("confirm_after", sa.Integer(), nullable=True),
        sa.Column("hide_after", sa.Integer(), nullable=True),
        sa.Column("remind_to", sa.String(200), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["service.id"], name=op.f("fk_availability_shelter_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability_shelter")),
    )
    op.create_table(
        "availability_credential",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(4), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("used_at", TIME, nullable=True),
        sa.Column("revoked_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["availability_shelter.id"],
            name=op.f("fk_availability_credential_service_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability_credential")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_availability_credential_token_hash")),
    )
    op.create_index(op.f("ix_availability_credential_service_id"), "availability_credential", ["service_id"])
    op.create_table(
        "availability_change",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("unit", sa.String(20), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("how", sa.String(10), nullable=False),
        sa.Column("who", sa.String(36), nullable=False),
        sa.Column("available_before", sa.Integer(), nullable=True),
        sa.Column("maximum_before", sa.Integer(), nullable=True),
        sa.Column("note_before", sa.String(), nullable=True),
        sa.Column("available", sa.Integer(), nullable=False),
        sa.Column("maximum", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("hide_after", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability_change")),
    )
    op.create_index("ix_availability_change_service_at", "availability_change", ["service_id", "at"])
    op.create_table(
        "availability_hold",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("unit", sa.String(20), nullable=False),
        sa.Column("counsellor_id", sa.String(32), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("released_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability_hold")),
    )
    op.create_index("ix_availability_hold_service_expires", "availability_hold", ["service_id", "expires_at"])
    op.create_table(
        "availability_reminder",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("unit", sa.String(20), nullable=False),
        sa.Column("available", sa.Integer(), nullable=False),
        sa.Column("counted_at", TIME, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("sent_at", TIME, nullable=True),
        sa.Column("closed_at", TIME, nullable=True),
        sa.Column("outcome", sa.String(10), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability_reminder")),
    )
    columns = ["service_id", "unit", "counted_at"]
    op.create_index("uq_availability_reminder_count", "availability_reminder", columns, unique=True)


def downgrade() -> None:
    """Undo."""
    for name in ("reminder", "hold", "change", "credential", "shelter"):
        op.drop_table(f"availability_{name}")
