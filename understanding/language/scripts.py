"""Languages told by their writing system."""

import re

_SCRIPTS = (
    ("iu", re.compile("[\u1400-\u167f\u18b0-\u18ff]")),
    ("ar", re.compile("[\u0600-\u06ff\u0750-\u077f]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u3400-\u9fff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("uk", re.compile("[\u0400-\u04ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("pa", re.compile("[\u0a00-\u0a7f]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("ti", re.compile("[\u1200-\u137f]")),
)
_RUSSIAN = re.compile("[ыэъё]|\\b(?:что|как|мне|нужна|где|меня|здесь)\\b")
_UKRAINIAN = re.compile("[іїєґ]")
_PERSIAN = re.compile("[پچژگک]|ی")
_URDU = re.compile("[ٹڈڑںےہ]")


def language_of_script(text: str) -> str | None:
    """Return the language of a message written mostly outside the Latin alphabet, or None."""
    letters = sum(c.isalpha() for c in text)
    for code, pattern in _SCRIPTS:
        count = len(pattern.findall(text))
        if count == 0 or count * (3 if code in {"zh", "ja"} else 2) < letters:
            continue
        lowered = text.lower()
        if code == "uk" and _RUSSIAN.search(lowered) and not _UKRAINIAN.search(lowered):
            return "ru"
        if code == "ar":
            return "ur" if _URDU.search(text) else "fa" if _PERSIAN.search(text) else "ar"
        return code
    return None
