"""The rules of `rules.yml` on texts: what is found, where, and what to say instead."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import mean
from typing import Any

import yaml

from cli.words.reading import difficulty, sentences_of, words_of
from cli.words.sources import Text

FILE = Path(__file__).parent / "rules.yml"


@dataclass(frozen=True)
class Finding:
    """One fault: where it is, which rule it breaks, and what to do."""

    file: str
    key: str
    language: str
    rule: str
    advice: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key} [{self.language}] {self.rule}: {self.advice}"


@cache
def rules() -> dict[str, Any]:
    """Return `rules.yml`."""
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return loaded


def check(texts: Sequence[Text]) -> list[Finding]:
    """Return every fault of the texts, one by one and together."""
    alone = [Finding(t.file, t.key, t.language, rule, advice) for t in texts for rule, advice in check_text(t)]
    return [*alone, *_missing_twins(texts), *_missing_familiar(texts), *_hard_together(texts)]


def check_text(text: Text) -> Iterator[tuple[str, str]]:
    """Yield each fault of one text: the rule's name and what to do."""
    for rule in _ANYWHERE:
        yield from rule(text)
    if text.scope == "conversation":
        for rule in _SAID:
            yield from rule(text)


def _forbidden(text: Text) -> Iterator[tuple[str, str]]:
    for entry in rules()["forbidden"]:
        found = re.search(entry["pattern"], text.text.lower()) if text.language in entry["languages"] else None
        if found:
            yield "forbidden", f"« {found.group()} » : {entry['because']}; {entry['instead']}"


def _masculine(text: Text) -> Iterator[tuple[str, str]]:
    lowered = text.text.lower()
    if text.language != "fr":
        return
    if found := re.search(rules()["masculine"], lowered):
        yield "masculine", f"« {found.group()} » says nothing of women: turn the sentence or write both"
    for one, other in rules()["twins"].items():
        if re.search(rf"\b{one}s?\b", lowered) and other not in lowered:
            yield "masculine", f"« {one} » without « {other} »"


def _questions(text: Text) -> Iterator[tuple[str, str]]:
    if text.text.count("?") > rules()["questions_at_most"]:
        yield "questions", "one question at a time"


def _long(text: Text) -> Iterator[tuple[str, str]]:
    limit = rules()["words_a_sentence_at_most"][text.language]
    for sentence in sentences_of(text.text):
        if len(words_of(sentence)) > limit:
            yield "long", f"{len(words_of(sentence))} words in « {sentence.strip()[:60]}… », at most {limit}"


def _facts(text: Text) -> Iterator[tuple[str, str]]:
    told = re.sub("|".join(map(re.escape, rules()["facts"]["allowed"])), "", text.text.lower())
    if found := re.search(rules()["facts"]["pattern"], re.sub(r"\{\w+\}", "", told)):
        yield "facts", f"« {found.group()} » : a fact comes from the directory or from the sourced content"


def _address(text: Text) -> Iterator[tuple[str, str]]:
    if text.language != "fr":
        return
    other = "vous" if text.address == "tu" else "tu"
    said = re.sub(r"«[^»]*»", "", text.text.lower())  # what may be said to somebody else is said to them
    if found := re.search(rules()[other], said):
        yield "address", f"« {found.group()} » in words for {text.address or 'vous'}"


def _hard(text: Text) -> Iterator[tuple[str, str]]:
    if len(words_of(text.text)) < rules()["reading"]["from_words"]:
        return
    level = difficulty(text.text, text.language)
    if _is_hard(level, text.language, rules()["reading"][text.language]["one"]):
        yield "reading", f"level {level:.1f}: shorter sentences, shorter words"


def _is_hard(level: float, language: str, limit: float) -> bool:
    return level < limit if language == "fr" else level > limit


Rule = Callable[[Text], Iterator[tuple[str, str]]]
_ANYWHERE: tuple[Rule, ...] = (_forbidden, _masculine)
_SAID: tuple[Rule, ...] = (_questions, _long, _facts, _address, _hard)


def _missing_twins(texts: Sequence[Text]) -> Iterator[Finding]:
    spoken: dict[tuple[str, str], set[str]] = {}
    first: dict[tuple[str, str], Text] = {}
    for text in texts:
        key = (_both(text.file), text.key.replace(".fr.", ".*.").replace(".en.", ".*."))
        spoken.setdefault(key, set()).add(text.language)
        first.setdefault(key, text)
    for key, languages in spoken.items():
        if languages != {"fr", "en"}:
            text = first[key]
            yield Finding(text.file, text.key, text.language, "twin", "missing in the other language")


def _both(file: str) -> str:
    """Return the name that a file shares with its twin in the other language."""
    return re.sub(r"(?<=[./])(?:fr|en)(?=\.yml$)", "*", file)


def _missing_familiar(texts: Sequence[Text]) -> Iterator[Finding]:
    responses: dict[str, list[Text]] = {}
    for text in texts:
        if text.address is not None:
            responses.setdefault(text.key, []).append(text)
    for name, variants in responses.items():
        formal = any(re.search(rules()["vous"], v.text.lower()) for v in variants if v.address == "vous")
        if formal and name not in rules()["adults_only"] and not any(v.address == "tu" for v in variants):
            yield Finding(variants[0].file, name, "fr", "address", "no words for a minor (tu)")


def levels(texts: Sequence[Text], language: str) -> list[float]:
    """Return the reading level of each text of the conversation that is long enough to have one."""
    enough: int = rules()["reading"]["from_words"]
    said = [t.text for t in texts if t.scope == "conversation" and t.language == language]
    return [difficulty(text, language) for text in said if len(words_of(text)) >= enough]


def _hard_together(texts: Sequence[Text]) -> Iterator[Finding]:
    for language in ("fr", "en"):
        found = levels(texts, language)
        limit = rules()["reading"][language]["mean"]
        if found and _is_hard(mean(found), language, limit):
            yield Finding("all", "mean", language, "reading", f"{mean(found):.1f} on average, the limit is {limit}")
