"""Every text that a visitor or a counsellor reads, with where it is written."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from cli.paths import ROOT

Scope = Literal["conversation", "page"]
ADULTS = {"professional", "buyer"}
"""Who is never said `tu` to."""


@dataclass(frozen=True)
class Text:
    """A text: its file, its key (the same in both languages), its language, `tu` or `vous` where it was chosen.

    `conversation` texts are said to a visitor and follow every rule; `page` texts are labels.
    """

    file: str
    key: str
    language: str
    text: str
    scope: Scope
    address: str | None = None


def all_texts(root: Path = ROOT) -> list[Text]:
    """Return every text of the product under `root`."""
    return [
        *_responses(root),
        *_announced(root),
        *_choices(root),
        *_catalogues(root),
        *_reasons(root),
        *_of_records(root),
    ]


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def _responses(root: Path) -> Iterator[Text]:
    for path in sorted((root / "bot" / "domain").glob("responses*.yml")):
        for name, variants in _read(path)["responses"].items():
            for variant in variants:
                slots = {condition["name"]: condition["value"] for condition in variant["condition"]}
                language = slots["language"]
                address = slots.get("address", "vous") if language == "fr" else None
                yield Text(_name(path, root), name, language, variant["text"], "conversation", address)


def _announced(root: Path) -> Iterator[Text]:
    """Texts of the actions that the trained domain does not know: `fr` and `tu` forms, and `en`, by name."""
    data = root / "bot" / "actions" / "data"
    guidance = [(entry["name"], entry) for entry in _read(data / "guidance.yml")["entries"]]
    files = {
        **{path: list(_read(path).items()) for path in (*data.glob("announcements*.yml"), data / "hearing.yml")},
        data / "guidance.yml": guidance,
    }
    for path in (*sorted((data / "replies").glob("*.yml")), *sorted((data / "themes").glob("*.yml"))):
        files[path] = [(entry["id"], entry) for entry in _read(path)]
    for path, entries in files.items():
        for name, by_language in entries:
            for key, language, address in (("fr", "fr", "vous"), ("tu", "fr", "tu"), ("en", "en", None)):
                said_to = None if set(by_language.get("who", ["anybody"])) <= ADULTS else address
                for text in by_language.get(key, ()):
                    yield Text(_name(path, root), name, language, text, "conversation", said_to)


def _choices(root: Path) -> Iterator[Text]:
    path = root / "bot" / "actions" / "data" / "dialogue.yml"
    for key, entry in _read(path).items():
        if isinstance(entry, dict) and {"fr", "en"} <= set(entry):
            for language in ("fr", "en"):
                for number, words in enumerate(entry[language]):
                    yield Text(_name(path, root), f"{key}.{number}", language, words[0], "page")


def _catalogues(root: Path) -> Iterator[Text]:
    for language in ("fr", "en"):
        said = root / "api" / "conversations" / "words" / f"{language}.yml"
        yield from _flat(said, root, language, "conversation")
        for path in sorted((root / "api" / "web" / "words").glob(f"*.{language}.yml")):
            yield from _flat(path, root, language, "page")


def _flat(path: Path, root: Path, language: str, scope: Scope) -> Iterator[Text]:
    for key, text in _leaves(_read(path), ""):
        told = key.split(".")[-2] if key.split(".")[-2:-1] in (["fr"], ["en"]) else language
        yield Text(_name(path, root), key, told, text, scope)


def _leaves(entry: Any, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(entry, str):
        yield key, entry
    elif isinstance(entry, dict):
        for name, inner in entry.items():
            yield from _leaves(inner, f"{key}.{name}".lstrip("."))
    elif isinstance(entry, list):
        for number, inner in enumerate(entry):
            yield from _leaves(inner, f"{key}.{number}")


def _reasons(root: Path) -> Iterator[Text]:
    path = root / "resources_db" / "data" / "why.yml"
    for key, sentence in _read(path)["sentences"].items():
        for language, text in sentence.items():
            yield Text(_name(path, root), key, language, text, "page")


def _of_records(root: Path) -> Iterator[Text]:
    path = root / "bot" / "actions" / "data" / "about_words.yml"
    for key, entry in _read(path).items():
        if key not in ("sentences", "names_of_languages"):
            for name, both in entry.items() if key in ("topics", "kinds") else ((key, entry),):
                for language, text in both.items():
                    yield Text(_name(path, root), f"{key}.{name}", language, text, "page")


def _name(path: Path, root: Path) -> str:
    return str(path.relative_to(root))
