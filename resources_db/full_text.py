"""Words in French and English without accents: every word of a question begins a word of the record."""

from functools import cache, lru_cache

from resources_db.geography import fold, regions
from resources_db.vocabulary import vocabulary

PLURALS = 5  # letters from which a final s or x is taken for a plural


def words_of(question: str) -> list[str]:
    """Return the folded beginnings of words to look for; single letters (l', d', a) count only when alone."""
    every = fold(question).split()
    words = [word for word in every if len(word) > 1] or every
    return [word[:-1] if len(word) >= PLURALS and word[-1] in "sx" else word for word in words]


def words_said(
    texts: list[str], city: str | None, region: str | None, services: list[str], languages: list[str]
) -> str:
    """Return, once each and folded, the words by which a record is found: texts, town, region, services, languages."""
    said = [fold(" ".join(texts)), _town(city or ""), _region(region or "")]
    said += [*map(_service, services), *map(_language, languages)]
    return " ".join(dict.fromkeys(" ".join(said).split()))


@lru_cache(maxsize=4096)
def _town(city: str) -> str:
    return fold(city)


@cache
def _region(code: str) -> str:
    known = regions().get(code)
    return fold(f"{known.name_fr} {known.name_en}") if known else ""


@cache
def _service(word: str) -> str:
    return fold(" ".join(vocabulary()["services"].get(word, {}).values()))


@cache
def _language(code: str) -> str:
    names: dict[str, str] = vocabulary()["language_names"].get(code, {})
    return fold(" ".join(names.values()))
