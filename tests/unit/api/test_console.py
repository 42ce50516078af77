"""The counsellors' calls: who may, in what order, and what the visitor gets of it."""

from collections.abc import Callable

from fastapi.testclient import TestClient

from tests.unit.api.conftest import PASSWORD, Console, PlayedRasa, Visitor

DANGER = "il a un couteau et il est devant la porte"
Open = Callable[..., Visitor]
LogIn = Callable[[str], Console]


def test_the_console_is_closed_without_a_session(client: TestClient) -> None:
    for path in ("queue", "session", "events", "counsellors", f"conversations/{'0' * 32}"):
        assert client.get(f"/v1/console/{path}").status_code == 401
    assert client.post(f"/v1/console/conversations/{'0' * 32}/claim").status_code == 401


def test_acting_needs_the_csrf_token(open_visitor: Open, log_in: LogIn) -> None:
    visitor, console = open_visitor(), log_in("ines")
    visitor.say(DANGER)
    stolen = Console(console.client, console.cookies, {})
    assert stolen.post(f"/conversations/{visitor.id}/claim").status_code == 403
    assert visitor.read()["state"] == "waiting"


def test_a_wrong_password_is_refused_then_slowed(client: TestClient) -> None:
    wrong = {"username": "ines", "password": "not the password"}
    assert [client.post("/console/login", json=wrong).status_code for _ in range(6)] == [401] * 5 + [429]
    right = {"username": "ines", "password": PASSWORD}
    assert client.post("/console/login", json=right).status_code == 429
    assert client.post("/console/login", data={"username": "marc", "password": PASSWORD}).status_code == 200


def test_login_from_another_site_is_refused(client: TestClient) -> None:
    body = {"username": "ines", "password": PASSWORD}
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert client.post("/console/login", json=body, headers=headers).status_code == 403


def test_the_cookie_is_out_of_reach(client: TestClient) -> None:
    answer = client.post("/console/login", json={"username": "ines", "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie


def test_logging_out_ends_the_session(client: TestClient, log_in: LogIn) -> None:
    console = log_in("ines")
    client.post("/console/logout", headers={"Cookie": f"repere_console={console.cookies['repere_console']}"})
    assert console.get("/queue").status_code == 401


def test_only_one_counsellor_gets_it(open_visitor: Open, log_in: LogIn) -> None:
    visitor, ines, marc = open_visitor(), log_in("ines"), log_in("marc")
    visitor.say(DANGER)
    assert ines.post(f"/conversations/{visitor.id}/claim").json()["mine"] is True
    assert marc.post(f"/conversations/{visitor.id}/claim").status_code == 409
    body = {"text": "Bonjour", "client_message_id": "1"}
    assert marc.post(f"/conversations/{visitor.id}/messages", body).status_code == 409


def test_the_visitor_reads_the_counsellor_once(open_visitor: Open, log_in: LogIn) -> None:
    visitor, ines = open_visitor(), log_in("ines")
    visitor.say(DANGER)
    ines.post(f"/conversations/{visitor.id}/claim")
    body = {"text": "Je suis là.", "client_message_id": "1"}
    assert ines.post(f"/conversations/{visitor.id}/messages", body).status_code == 201
    assert ines.post(f"/conversations/{visitor.id}/messages", body).status_code == 201
    spoken = [m["text"] for m in visitor.read()["messages"] if m["sender"] == "counsellor"]
    assert spoken == ["Je suis là."]
    assert any("Inès" in m["text"] for m in visitor.read()["messages"] if m["sender"] == "system")


def test_notes_stay_in_the_team(open_visitor: Open, log_in: LogIn) -> None:
    visitor, ines = open_visitor(), log_in("ines")
    visitor.say(DANGER)
    ines.post(f"/conversations/{visitor.id}/notes", {"text": "rappeler la DPJ"})
    detail = log_in("marc").get(f"/conversations/{visitor.id}").json()
    assert detail["notes"][0]["text"] == "rappeler la DPJ" and detail["notes"][0]["author"]["name"] == "Inès"
    assert "rappeler la DPJ" not in str(visitor.read())


def test_a_transfer_changes_the_owner_not_the_state(open_visitor: Open, log_in: LogIn) -> None:
    visitor, ines, marc = open_visitor(), log_in("ines"), log_in("marc")
    visitor.say(DANGER)
    ines.post(f"/conversations/{visitor.id}/claim")
    to = next(c["id"] for c in ines.get("/counsellors").json()["items"] if c["name"] == "Marc")
    moved = ines.post(f"/conversations/{visitor.id}/transfer", {"counsellor_id": to}).json()
    assert moved["state"] == "human" and moved["mine"] is False
    assert marc.post(f"/conversations/{visitor.id}/return").json()["state"] == "bot"


def test_the_most_urgent_comes_first(open_visitor: Open, log_in: LogIn, rasa: PlayedRasa) -> None:
    rasa.reply = [{"text": "ok", "custom": {"kind": "escalation", "asked": True}}]
    asking, danger = open_visitor(), open_visitor()
    asking.say("je veux parler à quelqu'un")
    danger.say(DANGER)
    items = log_in("ines").get("/queue").json()["items"]
    assert [i["id"] for i in items] == [danger.id, asking.id]
    assert items[1]["wants_human"] is True
