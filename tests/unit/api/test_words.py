"""Every page says the same things in both languages."""

from typing import Any

import pytest

from api.web.routes import HERE, words_of

PAGES = sorted({path.name.split(".")[0] for path in (HERE / "words").glob("*.yml")})


def _keys(words: Any) -> Any:
    if isinstance(words, dict):
        return {key: _keys(value) for key, value in words.items()}
    return len(words) if isinstance(words, list) else str


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_have_the_same_keys(page: str) -> None:
    assert _keys(words_of(page, "fr")) == _keys(words_of(page, "en"))
