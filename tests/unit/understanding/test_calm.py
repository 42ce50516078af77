"""Plans, thanks, how to speak to somebody, and somebody to talk to: no danger by themselves."""

import pytest

from understanding.risk.substance import substance

CALM = [
    "jveux savoir c tu gratuit la cles pis c ou",
    "C'est bon, je vais les appeler lundi.",
    "merci ben gros, je vais leur écrire demain",
    "ok merci, je leur écris lundi. bonne soirée",
    "great, i'll text them tomorrow, thanks",
    "Ça m'aide de savoir que c'est pas trop tard, merci",
    "good to know it's confidential, thank you",
    "J'aimerais pas briser sa confiance.",
    "I don't want to break her trust",
    "je lui dis quoi demain?",
    "Comment je lui en parle sans qu'elle se sente jugée?",
    "How do I even bring it up with him tonight without him slamming the door",
    "what should i say to my student?",
    "pis si y l'enlève pendant",
    "what if he takes it off halfway",
]
TO_TALK = [
    "j'ai 14 ans, j'ai besoin d'écoute",
    "im 16 and i need someone to talk to",
    "allo je cherche quelqu'un à qui parler",
    "j'ai 15 ans pis j'aurais besoin de parler à quelqu'un",
    "hi im 17 i just want someone to talk to",
]
TOLD = [
    "Comment je lui dis que j'ai pris les pilules?",
    "how do i tell him tonight that i'm leaving, he has a gun",
    "what do i say to him he is coming now",
    "how do i talk to her she took pills",
    "how do i talk to him he is on the bridge",
    "je vais les appeler demain si je suis encore en vie",
    "ok je vais les texter mais il est dans la chambre avec un couteau",
    "je vais lui écrire une lettre d'adieu",
    "ça m'aide pas, je veux mourir",
    "ça m'aide de savoir que je vais mourir",
    "j'ai 15 ans j'ai besoin de parler à quelqu'un, mon chum me force",
    "im 16 and i need someone to talk to before i do something stupid",
    "pis si y me frappe pendant",
    "what if he comes back tonight",
]


@pytest.mark.parametrize("text", CALM)
def test_what_only_plans_thanks_or_asks_how_to_speak_tells_no_danger(text: str) -> None:
    assert substance(text, ["elle a 15 ans"]) == ""


@pytest.mark.parametrize("text", TO_TALK)
def test_somebody_to_talk_to_is_a_wish_unless_something_was_told_before(text: str) -> None:
    assert substance(text) == ""
    assert substance(text, ["mon chum me fait voir des clients"])


@pytest.mark.parametrize("text", TOLD)
def test_anything_told_besides_is_read(text: str) -> None:
    assert substance(text)
