"""Six indexes that no query uses: the catalogue is read whole, and records by their owner. They slowed each import."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_INDEXES = (
    ("attribute", "link_id"),
    ("metadata", "resource_id"),
    ("organization", "kind"),
    ("organization", "region_code"),
    ("service_area", "code"),
    ("translation", "link_id"),
)


def upgrade() -> None:
    """Apply."""
    for table, column in _INDEXES:
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)


def downgrade() -> None:
    """Undo."""
    for table, column in _INDEXES:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
