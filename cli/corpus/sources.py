"""Where each training sentence is written, with its fields as they stand there."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

from cli.paths import BOT
from understanding.risk.corpus import DATA

NEEDS = BOT / "data" / "nlu"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Source:
    """One sentence: `where` names its file and line; `problem` says what kept its fields from being read."""

    where: str
    fields: dict[str, Any]
    problem: str | None = None


def read_sources(risk: Path = DATA, needs: Path = NEEDS) -> list[Source]:
    """Return every sentence of the risk files, then of the needs' files, in the order of files and lines."""
    found = [source for path in sorted(risk.glob("*.jsonl")) for source in _risk_file(path)]
    return found + [source for path in sorted(needs.rglob("*.yml")) for source in _needs_file(path, needs)]


def _risk_file(path: Path) -> Iterator[Source]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        where = f"{path.name}:{number}"
        try:
            fields = json.loads(line)
            if not isinstance(fields, dict):
                raise ValueError("not a JSON object")
            yield Source(where, {**fields, "batch": path.stem})
        except ValueError as error:
            yield Source(where, {}, problem=str(error))


def _needs_file(path: Path, folder: Path) -> Iterator[Source]:
    name = path.relative_to(folder).as_posix()
    try:
        root = yaml.compose(path.read_text("utf-8"), Loader=_Loader)
        content = SafeConstructor().construct_document(root)
        blocks = list(zip(_value(root, "nlu").value, content["nlu"], strict=True))
    except (yaml.YAMLError, LookupError, TypeError, AttributeError) as error:
        yield Source(f"{name}:1", {}, problem=f"not Rasa's NLU format: {error}")
        return
    for node, block in blocks:
        yield from _block(name, node, block)


def _block(name: str, node: yaml.MappingNode, block: dict[str, Any]) -> Iterator[Source]:
    try:
        examples = list(zip(_value(node, "examples").value, block["examples"], strict=True))
    except (LookupError, TypeError, AttributeError):
        yield Source(f"{name}:{node.start_mark.line + 1}", {}, problem="examples must be a list with metadata each")
        return
    for example_node, example in examples:
        where = f"{name}:{example_node.start_mark.line + 1}"
        if not isinstance(example, dict) or not isinstance(example.get("metadata"), dict):
            yield Source(where, {}, problem="an example must have 'text' and 'metadata'")
            continue
        text = example.get("text")
        about = {"speaker": "other", **example["metadata"]}
        fields = {"text": text.strip() if isinstance(text, str) else text, **about, "need": block.get("intent")}
        yield Source(where, {"risk": "none", "risk_type": None, **fields})


def _value(node: Any, key: str) -> Any:
    return next(value for name, value in node.value if name.value == key)
