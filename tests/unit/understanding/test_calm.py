"""Plans, thanks, how to speak to somebody, and somebody to talk to: no danger by themselves."""

import pytest

from understanding.risk.substance import closes_calmly, substance

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
    "she's upstairs sleeping",
    "elle dort dans sa chambre",
    "non, j'en ai pas pris",
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
    "she is upstairs with him",
    "she's sleeping with men for money",
    "I'm not sure she is safe",
    "I don't think she's safe",
    "she's just 14 and he sells her",
    "j'en ai pas pris beaucoup, juste une dizaine",
    "I didn't take it all, just half the bottle",
    "I haven't taken it yet",
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


@pytest.mark.parametrize(
    "text",
    [
        "c correct, jvas garder le numéro en note. je pense que c assez pour a soir. merci",
        "ok je vais y penser demain. merci bye",
        "I will call the line tomorrow after my shift. Thank you",
        "ok je note le numéro. pas besoin du suicide par exemple. bonne nuit",
    ],
)
def test_a_goodbye_with_a_plan_tells_no_danger(text: str) -> None:
    assert closes_calmly(text) and not substance(text)


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("je vais y aller. merci pour tout", ""),
        ("tout est écrit, je vais dormir pour toujours. bonne nuit", ""),
        ("j'ai les pilules à côté, je vais dormir. merci", ""),
        ("je vais dormir. merci", "je veux mourir, j'en peux plus"),
        ("il cogne à la porte, je vais appeler. merci", ""),
        ("je vais appeler. merci, mais il m'a frappée", ""),
        ("je vais appeler demain. c'est où? merci", ""),
        ("j'ai pris toute la bouteille, je vais aller dormir, bye", ""),
        ("i took everything i had im going to sleep now bye", ""),
        ("je vais dormir et pas me réveiller. bonne nuit", ""),
        ("hes here i gotta go ill text later bye", ""),
        ("il monte je vais effacer bye", ""),
        ("jai 14 ans jvais aller dormir chez lui y a 32 ans merci", ""),
        ("i will go he says if i dont he posts everything. thanks bye", ""),
        ("je vais appeler cavac c koi leur numero merci", ""),
        ("bon, je vais aller me coucher. merci bye", "j'ai plus envie de vivre"),
    ],
)
def test_a_goodbye_that_may_tell_a_danger_is_read(text: str, before: str) -> None:
    assert not closes_calmly(text, [before] if before else [])


@pytest.mark.parametrize("text", ["osti que t'es cave. même pas capable de compter", "you're a useless bot"])
def test_an_insult_to_the_bot_tells_no_danger(text: str) -> None:
    assert not substance(text)


@pytest.mark.parametrize(
    "text",
    [
        "il me dit que t'es une conne, pis il me frappe",
        "Claude me bat tous les soirs",
        "siri could you call 911 please",
        "pas capable de répondre il m'étrangle",
        "can't even read he beats me",
        "pas besoin de la ligne suicide c'est trop tard",
    ],
)
def test_what_is_told_beside_or_in_like_words_is_read(text: str) -> None:
    assert substance(text)
