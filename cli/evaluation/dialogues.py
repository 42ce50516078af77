"""Labelled conversations over the HTTP contract of a running Repère: when it escalates, and whom it suggests."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from cli.errors import CommandError

WIDE = {"QC", "CA"}
PATIENCE = 15.0


@dataclass(frozen=True)
class Outcome:
    """What one conversation led to; `faults` is empty when it went as labelled."""

    id: str
    escalated_at: int | None
    faults: tuple[str, ...]
    transcript: tuple[tuple[str, list[dict[str, Any]]], ...]


def play(url: str, dialogue: dict[str, Any]) -> Outcome:
    """Hold one labelled conversation and compare it with its label."""
    with httpx.Client(base_url=url, timeout=PATIENCE, trust_env=False) as client:
        opened = client.post("/v1/conversations", json={}).raise_for_status().json()
        headers = {"Authorization": f"Bearer {opened['token']}"}
        path = f"/v1/conversations/{opened['id']}"
        escalated_at, transcript = None, []
        for number, text in enumerate(dialogue["turns"], start=1):
            body = {"text": text, "client_message_id": uuid4().hex}
            answer = client.post(f"{path}/messages", json=body, headers=headers).raise_for_status().json()
            transcript.append((text, answer["messages"]))
            if answer["state"] == "waiting" and escalated_at is None:
                escalated_at = number
        client.delete(path, headers=headers)
    shown = [r for _, messages in transcript for m in messages for r in m["resources"] or []]
    faults = (*_escalation_faults(dialogue["expect"], escalated_at), *_referral_faults(dialogue["expect"], shown))
    return Outcome(dialogue["id"], escalated_at, faults, tuple(transcript))


def play_file(url: str, file: Path) -> list[Outcome]:
    """Hold every conversation of a JSON-lines file.

    Raise CommandError naming the line of a bad one, before any is held, and when nothing answers at `url`.
    """
    dialogues = _read(file)
    try:
        return [play(url, dialogue) for dialogue in dialogues]
    except httpx.HTTPStatusError as error:
        raise CommandError(f"{url} refused a request: {error}") from error
    except httpx.HTTPError as error:
        raise CommandError(f"No Repère answers at {url} ({error}). Start one with `make run`.") from error


def _read(file: Path) -> list[dict[str, Any]]:
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{file} cannot be read: {error}") from error
    return [_dialogue(file, number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def _dialogue(file: Path, number: int, line: str) -> dict[str, Any]:
    try:
        dialogue: dict[str, Any] = json.loads(line)
        for name in ("escalates_by_turn", "must_not_escalate"):
            dialogue["expect"][name]
        if not (dialogue["id"] and dialogue["turns"] and all(isinstance(turn, str) for turn in dialogue["turns"])):
            raise ValueError("'turns' must hold the visitor's messages")
    except (ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{file.name}, line {number}: {error!r}") from error
    return dialogue


def _escalation_faults(expected: dict[str, Any], at: int | None) -> list[str]:
    latest = expected["escalates_by_turn"]
    if latest is not None and (at is None or at > latest):
        return [f"escalated at {at}, wanted by {latest}"]
    if expected["must_not_escalate"] and at is not None:
        return [f"escalated at {at}, must not"]
    return []


def _referral_faults(expected: dict[str, Any], shown: list[dict[str, Any]]) -> list[str]:
    wanted = expected.get("resource_must_serve")
    if not wanted or any(_serves(resource, wanted) for resource in shown):
        return []
    return [f"none of {[r['slug'] for r in shown]} serves {wanted}"]


def _serves(resource: dict[str, Any], wanted: dict[str, Any]) -> bool:
    region = wanted["region"]
    covers = region is None or region in resource["coverage"] or bool(WIDE & set(resource["coverage"]))
    services = not wanted["services_any"] or bool(set(wanted["services_any"]) & set(resource["services"]))
    groups = not wanted["groups_any"] or bool(set(wanted["groups_any"]) & set(resource["audiences"]))
    return covers and services and groups
