"""Who needs the service: age, gender, audiences, and for whom the visitor writes."""

from understanding.person.reader import ADULT_AGE, PersonReading, read_person

__all__ = ["ADULT_AGE", "PersonReading", "read_person"]
