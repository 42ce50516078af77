"""What a record says of who may go there: with somebody, without children, at this age."""

from bot.actions.about.questions import Question
from bot.actions.memory import ADULT_AGE
from bot.actions.referral import HOUSES
from resources_db.catalogue import Record

OF_HOUSES = frozenset({"company", "childless", "children", "animals", "stay"})
"""Topics of places where one stays: a line in the same list is not asked about."""
ONLY_OF_HOUSES = frozenset({"childless", "room", "sleep", "stay"})
"""Topics that are asked of nobody where no such place was shown: who asks for a bed tonight looks for one."""
NOT_OF_LINES = ("company", "childless", "stay")
"""Topics that a line, which nobody goes to, says nothing of."""


def company(record: Record, question: Question) -> tuple[str, bool]:
    """Return the words for whether somebody may come along, and whether they answer.

    A record says for whom it is, never who may wait in the hall: only a man in a house of women is answered.
    """
    if question.companion == "man" and record.genders == frozenset({"women"}) and HOUSES & set(record.services):
        return "company_women_only", False
    if "all" in record.genders:
        return "company_all", False
    return "company_unknown", False


def childless(record: Record) -> tuple[str, bool]:
    """Return the words for whether women without children are taken.

    "Women and children" reads as if children were needed: what the record does not ask is said.
    """
    if "men" in record.genders and len(record.genders) == 1:
        return "childless_unknown", False
    return ("childless_women" if record.genders == frozenset({"women"}) else "childless_all"), False


def fits(record: Record, *, age: int | None, gender: str | None) -> str | None:
    """Return the words for whether the person asking is of those that the record names; None where nobody can say."""
    low, high = record.min_age, record.max_age
    grown = "adults" in record.groups and "minors" not in record.groups
    young = low if low is not None else ADULT_AGE if grown else None
    if age is not None and ((young is not None and age < young) or (high is not None and age > high)):
        return "not_your_age"
    if gender in ("men", "women") and record.genders and not record.genders & {"all", gender}:
        return "not_your_gender"
    if age is not None and (low is not None or high is not None):
        return "your_age"
    return None
