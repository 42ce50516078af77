"""Which language a message is written in, and which one its author asks for."""

from understanding.language.reader import LanguageReading, read_language

__all__ = ["LanguageReading", "read_language"]
