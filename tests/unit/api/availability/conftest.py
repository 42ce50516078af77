"""Shelters of the real directory that report their places."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from api.availability import credentials
from api.database import now
from resources_db.models import CountChange, PlaceHold, ServiceCapacity, ShelterReporting

SHELTER = "la-debrouille"


@dataclass
class Shelter:
    """A shelter with a key and a personal link."""

    client: TestClient
    service_id: str
    name: str
    key: str
    link: str

    @property
    def url(self) -> str:
        """Its counts."""
        return f"/v1/availability/{self.service_id}"

    @property
    def page(self) -> str:
        """Its personal page."""
        return f"/places/{self.link}"

    def put(self, body: dict[str, Any], key: str | None = None) -> httpx.Response:
        """Report with the key."""
        return self.client.put(self.url, json=body, headers={"Authorization": f"Bearer {key or self.key}"})

    def report(self, available: int, **more: Any) -> dict[str, Any]:
        """Report, and expect that it is accepted."""
        answer = self.put({"available": available, **more})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def read(self) -> dict[str, Any]:
        """Read the counts as the public does."""
        found: dict[str, Any] = self.client.get(self.url).json()
        return found

    def age(self, **duration: float) -> None:
        """Make what was reported and held older."""
        past = timedelta(**duration)
        with self.sessions.begin() as session:
            for table, columns in (
                (ServiceCapacity, ("updated",)),
                (CountChange, ("at",)),
                (PlaceHold, ("created_at", "expires_at")),
            ):
                for row in session.query(table).filter_by(service_id=self.service_id):
                    for column in columns:
                        setattr(row, column, getattr(row, column) - past)

    def set_limits(self, confirm_after: int, hide_after: int) -> None:
        """Choose its own limits."""
        values = {"confirm_after": confirm_after, "hide_after": hide_after}
        with self.sessions.begin() as session:
            session.execute(update(ShelterReporting).where(ShelterReporting.id == self.service_id).values(**values))

    def changes(self) -> list[CountChange]:
        """What was kept, oldest first."""
        with self.sessions() as session:
            return session.query(CountChange).filter_by(service_id=self.service_id).order_by(CountChange.at).all()

    @property
    def sessions(self) -> Any:
        """Sessions on the api's database."""
        return self.client.app.state.sessions  # type: ignore[attr-defined]


@pytest.fixture
def make_shelter(client: TestClient) -> Callable[[str], Shelter]:
    """Give a shelter of the directory a key and a link."""

    def _make(slug: str) -> Shelter:
        with client.app.state.sessions.begin() as session:  # type: ignore[attr-defined]
            service = credentials.find_service(session, slug)
            key = credentials.issue(session, service_id=service.service_id, kind="key")
            link = credentials.issue(session, service_id=service.service_id, kind="link")
        return Shelter(client, service.service_id, service.name, key, link)

    return _make


@pytest.fixture
def shelter(make_shelter: Callable[[str], Shelter]) -> Shelter:
    """A women's shelter in Rimouski."""
    assert now().tzinfo is not None
    return make_shelter(SHELTER)
