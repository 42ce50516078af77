"""The fairness report counts what the search would show."""

from sqlalchemy.orm import Session

from resources_db.fairness import fairness, fairness_data, to_markdown
from resources_db.geography import regions
from resources_db.search import ResourceQuery, search_resources


def test_fairness_agrees_with_the_search(session: Session) -> None:
    cells = fairness(session)
    data = fairness_data()
    assert len(cells) == len(regions()) * len(data["audiences"]) * len(data["needs"])
    for cell in cells:
        counts = list(cell.within.values())
        assert counts == sorted(counts) and 0 <= cell.people <= 1
        assert cell.poor == (cell.within[data["poor"]["within_km"]] == 0)
    montreal = next(c for c in cells if (c.region, c.audience, c.need) == ("06", "women", "emergency_shelter"))
    found = search_resources(session, ResourceQuery(needs=("emergency_shelter",), region_code="06", limit=50,
                                                    audiences=("women", "adults"), age=30))  # fmt: skip
    exact = [r for r in found if "emergency_shelter" in r.record.services and r.record.has_contact]
    assert montreal.within[100] == len([r for r in exact if not r.record.is_wide]) > 0
    text = to_markdown(cells)
    assert text.count("\n| ") > len(regions()) * len(data["audiences"]) and "Nord-du-Québec" in text
