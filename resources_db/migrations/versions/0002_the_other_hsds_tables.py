"""The other HSDS tables; English labels of the taxonomies as translations; who reviewed a translation.

The taxonomies' English words come back with the next import, which `repere migrate` and `repere serve` always run.
SQLite empties the children of a table that is made again: columns of `service` and `taxonomy_term` are added in place.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_KEY = sa.String(36)
_OWNED = {
    "program": [
        sa.Column("organization_id", _KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("alternate_name", sa.String(), nullable=True),
        sa.Column("description", sa.String(), nullable=False),
    ],
    "accessibility": [
        sa.Column("location_id", _KEY, nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("details", sa.String(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
    ],
    "cost_option": [
        sa.Column("service_id", _KEY, nullable=False),
        sa.Column("valid_from", sa.String(10), nullable=True),
        sa.Column("valid_to", sa.String(10), nullable=True),
        sa.Column("option", sa.String(), nullable=True),
        sa.Column("currency", sa.String(3), nullable=True),
        sa.Column("amount", sa.Double(), nullable=True),
        sa.Column("amount_description", sa.String(), nullable=True),
    ],
    "required_document": [
        sa.Column("service_id", _KEY, nullable=False),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("uri", sa.String(), nullable=True),
    ],
}
_SERVICE_TEXTS = (
    "alternate_name",
    "interpretation_services",
    "application_process",
    "fees_description",
    "eligibility_description",
    "alert",
)
_SLOT = {"freq": 10, "byday": 30, "opens_at": 5, "closes_at": 5}


def upgrade() -> None:
    """Apply."""
    for name, columns in _OWNED.items():
        _create_owned(name, columns)
    _add_reference("service", "program_id", "program (id)")
    _add_reference("taxonomy_term", "parent_id", "taxonomy_term (id)")
    for name in _SERVICE_TEXTS:
        op.add_column("service", sa.Column(name, sa.String(), nullable=True))
    op.add_column("service", sa.Column("last_modified", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE service SET last_modified = (SELECT max(changed_at) FROM directory_revision)")
    op.add_column("contact", sa.Column("department", sa.String(), nullable=True))
    op.drop_column("taxonomy_term", "name_en")
    with op.batch_alter_table("translation", schema=None) as batch_op:
        batch_op.alter_column("owner_id", existing_type=_KEY, nullable=True)
        batch_op.add_column(sa.Column("reviewed_by", sa.String(60), nullable=True))
        batch_op.add_column(sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("schedule", schema=None) as batch_op:
        batch_op.alter_column("phone_id", existing_type=_KEY, nullable=True)
        for name, length in _SLOT.items():
            batch_op.alter_column(name, existing_type=sa.String(length), nullable=True)


def downgrade() -> None:
    """Undo; what only the newer shape can hold is lost."""
    op.execute("DELETE FROM schedule WHERE phone_id IS NULL OR freq IS NULL OR byday IS NULL")
    op.execute("DELETE FROM schedule WHERE opens_at IS NULL OR closes_at IS NULL")
    op.execute("DELETE FROM translation WHERE owner_id IS NULL")
    with op.batch_alter_table("schedule", schema=None) as batch_op:
        batch_op.alter_column("phone_id", existing_type=_KEY, nullable=False)
        for name, length in _SLOT.items():
            batch_op.alter_column(name, existing_type=sa.String(length), nullable=False)
    with op.batch_alter_table("translation", schema=None) as batch_op:
        batch_op.drop_column("reviewed_at")
        batch_op.drop_column("reviewed_by")
        batch_op.alter_column("owner_id", existing_type=_KEY, nullable=False)
    op.add_column("taxonomy_term", sa.Column("name_en", sa.String(), nullable=False, server_default=""))
    op.drop_column("contact", "department")
    for name in (*_SERVICE_TEXTS, "last_modified"):
        op.drop_column("service", name)
    op.execute("UPDATE taxonomy_term SET parent_id = NULL")
    op.drop_column("service", "program_id")
    op.drop_column("taxonomy_term", "parent_id")
    for name in reversed(_OWNED):
        op.drop_table(name)


def _create_owned(name: str, columns: list[sa.Column[Any]]) -> None:
    target = columns[0].name.removesuffix("_id")
    op.create_table(
        name,
        *columns,
        sa.Column("owner_id", _KEY, nullable=False),
        sa.Column("id", _KEY, nullable=False),
        sa.ForeignKeyConstraint(
            [columns[0].name], [f"{target}.id"], name=op.f(f"fk_{name}_{columns[0].name}"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organization.id"], name=op.f(f"fk_{name}_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    with op.batch_alter_table(name, schema=None) as batch_op:
        batch_op.create_index(batch_op.f(f"ix_{name}_owner_id"), ["owner_id"], unique=False)


def _add_reference(table: str, column: str, target: str) -> None:
    """Add a nullable foreign key in place, in words that both databases know."""
    constraint = f"CONSTRAINT fk_{table}_{column} REFERENCES {target}"
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR(36) {constraint}")
