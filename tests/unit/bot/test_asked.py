"""What a message says that decides of a list, in words not seen while the lists were written."""

import re

import pytest

from bot.actions.asked import asked_words, lists, where_they_are
from bot.actions.kinds import kinds_said

SAID = {
    "vague_place": ["y aurait-il un endroit pour les papas", "is there a place for guys"],
    "bed": ["où est-ce que je peux dormir", "faut que je parte d'icitte, faut partir", "i need somewhere safe",
            "il reste-tu de la place", "a maison d'hébergement", "he kicked me out, kicked out last night"],
    "no_bed": ["j'ai pas besoin d'un refuge", "pas d'hébergement svp",
               "i don't need a shelter", "j'ai déjà un logement"],
    "their_children": ["pour ma soeur et ses enfants", "my friend and her two kids"],
    "wants_bed": ["jte demande une place ou dormir si jpars", "is there any place where i can sleep tonight",
                  "i mean a place to sleep, in montreal", "i asked for shelter",
                  "womens shelter in montreal for friday night",
                  "si jpars avec le petit avant 9h jvas ou?", "j'ai demandé où jvas à soir avec mon bébé",
                  "just tell me one place for tonight", "where can i go if im drunk",
                  "a place where he can't find me", "is there a drop in open all night",
                  "un endroit où je peux aller avec mon petit garçon", "a bed for a man in montreal",
                  "i do want a place", "no place to go and it's cold", "ya tu une place où personne me connaît",
                  "ok so for tonight nothing??", "i dont have a place to stay tonight", "j'ai pas de lit ce soir",
                  "havent found a place for tonight", "je sais pas où dormir ce soir"],
    "names_bed": ["donne-moi le numéro d'un refuge", "is there a women's shelter"],
    "welcome": ["j'ai-tu le droit d'être ici", "am I in the right place", "are men welcome"],
    "talk": ["juste parler à quelqu'un", "someone to talk to", "de l'écoute"],
    "test": ["un dépistage", "where can i get tested", "un test du VIH", "STI check"],
    "kin_support": ["une place pour moi une mère", "un groupe pour les parents",
                    "support for parents like us", "de l'aide pour moi", "rencontrer d'autres parents"],
    "for_them": ["une place pour ma fille", "a bed for her", "pour ma petite soeur"],
    "image_threat": ["she'll send my pic to everyone", "y veut publier mes photos",
                     "sextorsion", "can the video be taken down"],
    "asks_group": ["meet other parents", "une thérapie de groupe", "is there a group", "sexaholics anonymous"],
    "asks_again": ["finalement la police", "je veux un refuge", "i need the police", "c'est quoi le numéro"],
    "others_call": ["vont-ils appeler la dpj", "are you going to call the police",
                    "est-ce qu'elle va prévenir la police"],
    "nowhere": ["j'ai nulle part où dormir", "i have nowhere to stay", "je cherche un lit", "dehors ce soir"],
    "this_hour": ["la fin de semaine", "are they open tonight"],
    "for_people": ["un groupe pour des femmes comme moi", "a place for sex workers", "un centre pour personnes trans"],
    "known_there": ["tout le monde se connaît ici", "j'ai honte d'y aller", "not in my community",
                    "everyone knows my family there"],
    "south_asian": ["je viens du Pakistan", "i speak punjabi"],
    "haitian": ["je suis haïtienne", "mwen pale kreyol"],
    "asylum": ["j'ai demandé l'asile", "i'm a refugee"],
    "boy": ["chu un gars de 15 ans", "i'm a 16 boy", "17m here"],
    "asks_before": ["my question was about my boy", "je demandais pour Stella", "t'as pas répondu à ma question"],
    "for_oneself": ["someone i can talk to, like for me", "y a tu de l'aide pour moi", "j'aurais besoin d'en parler"],
    "deaf_place": ["une maison pour femme sourde", "a shelter for deaf women", "un groupe de sourds"],
    "names_service": ["a texting service for a guy", "un autre organisme", "quelqu'un à qui parler"],
    "what_to_do": ["jdevrais tu faire de quoi", "what should i do", "qu'est-ce que je dois faire"],
    "sign_language": ["du monde qui signe", "someone who signs", "un service en LSQ"],
}  # fmt: skip
NOT_SAID = {
    "wants_bed": [
        "combien de temps on peut rester dans une maison d'hébergement",
        "how do shelters work",
        "les maisons d'hébergement prennent-tu les enfants",
        "j'ai dormi dans un refuge",
        "je suis au refuge ce soir il est en bas",
        "he found me at the shelter tonight",
        "I don't want a shelter he has my kid",
        "j'ai pas besoin d'un hébergement, il tient ma fille",
        "une place où je peux parler à quelqu'un ce soir",
        "is there a place for me to talk tonight",
        "je vais voir où ça mène",
        "where do I go to file a complaint",
        "he wants me to go to a place tonight",
        "they rape me on a bed all night",
        "I found a bed for tonight",
        "je sais pas où aller pour porter plainte",
        "so tonight nothing happened",
        "il me demande où je vais le soir",
    ],
    "vague_place": ["je suis sur place", "he placed it"],
    "bed": [
        "il me fait coucher avec d'autres",
        "une place pour moi, une mère",
        "un endroit pour parler",
        "pas d'hébergement",
    ],
    "no_bed": ["j'ai besoin d'un lit", "i need a shelter", "pas de police, un refuge", "i dont have a place to stay"],
    "test": ["its about the girls", "je veux témoigner", "ils protestent"],
    "kin_support": ["une place pour ma fille", "a shelter for my friend"],
    "for_them": ["une place pour moi", "pour les parents"],
    "image_threat": ["take care", "j'ai une photo de lui"],
    "others_call": ["je veux appeler la dpj moi-même"],
    "nowhere": ["je reste chez ma mère", "il me fait coucher avec ses amis"],
    "known_there": ["je connais le centre", "j'ai peur de lui"],
    "for_people": ["une place pour dormir", "a place to sleep"],
    "deaf_place": ["ma mère est sourde", "la Maison des femmes sourdes existe?"],
    "sign_language": ["c'est un signe", "j'ai signé le bail", "signs of grooming"],
    "what_to_do": ["il fait quoi dans vie", "they do nothing"],
    "for_oneself": ["someone for my sister", "une place pour elle"],
    "asks_before": ["j'ai une question", "my questions are many"],
    "names_service": ["c'est pas ça que je demande", "i said no"],
    "boy": ["my boyfriend", "i'm 31", "un gars m'a frappée", "je suis une fille"],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in SAID.items() for text in texts])
def test_what_is_said_is_found(name: str, text: str) -> None:
    assert name in asked_words(text)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in NOT_SAID.items() for text in texts])
def test_what_is_not_said_is_not_found(name: str, text: str) -> None:
    assert name not in asked_words(text)


def test_every_list_is_tested() -> None:
    assert set(SAID) == set(lists()["words"])


@pytest.mark.parametrize(("text", "kind"), [
    ("y a-t-il un centre d'amitié à Roberval", "friendship_centre"),
    ("the native friendship centre in Val-d'Or", "friendship_centre"),
    ("quelque chose d'autochtone dans le coin", "indigenous"),
    ("an indigenous organisation near me", "indigenous"),
    ("un calacs à Rimouski", "calacs"),
    ("ya til un cavac sur la rive-sud", "cavac"),
    ("une maison d'hébergement", None),
    ("mon amitié avec elle", None),
])  # fmt: skip
def test_the_kind_that_is_named(text: str, kind: str | None) -> None:
    assert (kinds_said(text) or (None,))[0] == kind


@pytest.mark.parametrize(("text", "where"), [
    ("je suis de Manawan, ma soeur est à Joliette", "joliette"),
    ("I'm from Sorel, my daughter lives in Montreal", "montreal"),
    ("j'habite Alma pis ma cousine reste à Québec", "québec"),
    ("j'habite Alma, ma soeur est malade", None),
    ("je suis à Laval", None),
])  # fmt: skip
def test_where_the_person_helped_is(text: str, where: str | None) -> None:
    found = where_they_are(text)
    assert (re.sub(r"[.,].*", "", found).lower() if found else None) == where
