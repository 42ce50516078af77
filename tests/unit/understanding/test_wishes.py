"""Wishes about a counsellor, lost among other words or refused beside them."""

import pytest

from understanding.wishes import read_wishes


@pytest.mark.parametrize(
    "text",
    [
        "all you send is shelters for women. forget it, could I speak to a human",
        "I think I'm ready to talk with one of your counsellors now",
        "is there someone from your team I could write to?",
        "no more lists please. I want a human",
        "no person there ever helped me. let me talk to a real person",
        "laisse faire les listes, je veux parler à une vraie personne",
        "est-ce que je peux jaser avec une intervenante? pas la police",
        "vous comprenez rien. passez-moi un humain",
        "je suis prête à parler à quelqu'un de votre équipe",
        "human please",
        "Je veux parler à une personne",
    ],
)
def test_a_plain_wish_is_heard_among_other_words(text: str) -> None:
    wishes = read_wishes(text)
    assert wishes.wants_human and wishes.plain and not wishes.declines_human


@pytest.mark.parametrize(
    "text", ["J'ai jamais conté ça à personne, même pas à ma blonde.", "I never told anyone", "personne le sait"]
)
def test_what_nobody_was_told_until_now_refuses_nobody(text: str) -> None:
    assert not read_wishes(text).declines_human


@pytest.mark.parametrize(
    "text",
    [
        "je veux parler à quelqu'un qui comprend, le soir surtout",
        "I'd like to talk to someone",
        "juste jaser avec qqn",
    ],
)
def test_someone_may_be_somebody_else(text: str) -> None:
    wishes = read_wishes(text)
    assert wishes.wants_human and not wishes.plain


@pytest.mark.parametrize(
    "text",
    [
        "I don't want to talk to a human",
        "no humans please, just you",
        "je ne veux parler à personne",
        "can I stay here? i dont want a counsellor",
        "pas besoin d'une intervenante, merci",
        "no. no human. just answer me",
    ],
)
def test_a_refusal_is_heard(text: str) -> None:
    wishes = read_wishes(text)
    assert wishes.declines_human and not wishes.wants_human


@pytest.mark.parametrize(
    "text",
    [
        "salut, est-ce que je peux te parler d'une affaire",
        "je peux vous demander quelque chose?",
        "hey can i talk to you about smth",
        "can I ask you something",
    ],
)
def test_talking_here_is_no_wish_for_a_counsellor(text: str) -> None:
    wishes = read_wishes(text)
    assert wishes.to_the_bot and not wishes.wants_human and not wishes.declines_human


@pytest.mark.parametrize(
    "text",
    [
        "une vieille personne me l'a dit",
        "there is a person who follows me",
        "my boyfriend wants me to talk to people at the hotel",
        "je cherche un avocat à Laval",
        "the staff of the shelter was mean",
        "I have to talk to people from the immigration office",
    ],
)
def test_a_person_named_is_no_wish(text: str) -> None:
    assert not read_wishes(text).plain
