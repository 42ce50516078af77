"""Who needs the service: age, gender, audiences, and for whom the visitor writes."""

from understanding.person.reader import PersonReading, read_person

__all__ = ["PersonReading", "read_person"]
