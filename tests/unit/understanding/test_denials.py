"""What a message denies is not read from it."""

import pytest

from understanding.denials import denied_in, without_denied
from understanding.person import read_person

DENIED = [
    ("chu pas une immigrante, j'ai toujours vécu ici", "newcomer"),
    ("im not an immigrant", "newcomer"),
    ("je suis pas un client moi, je travaille là", "buyer"),
    ("chu pas le client voyons", "buyer"),
    ("I'm not a buyer, I work there", "buyer"),
    ("no no im really not a client", "buyer"),
    ("Ce n'est pas mon conjoint, c'est ma patronne", "partner"),
    ("he's not my boyfriend he's my boss", "partner"),
    ("it isn't my husband, it's the lady I work for", "partner"),
    ("pas mon chum, mon boss", "partner"),
    ("violence conjugale? non c'est à mon travail", "partner"),
    ("A pimp? No, I babysit", "procurer"),
    ("Proxénétisme?? mais non, je fais le ménage", "procurer"),
    ("i dont have a pimp", "procurer"),
    ("I'm not a victim", "victim"),
    ("c'est pas moi la victime", "victim"),
    ("j'ai jamais dit que c'était mon chum", "partner"),
]
SAID = [
    "j'ai pas de statut, chu immigrante",
    "non je suis pas réfugiée, mon mari me parraine",
    "j'aime pas mon mari",
    "je veux pas que mon chum le sache",
    "je suis pas juste un client",
    "mon mari? non il sait pas",
    "j'ai pas de client ce soir",
    "je suis une victime",
    "je suis pas bien, mon chum me frappe",
    "I can't leave my husband",
    "my pimp is not here",
    "j'ai jamais dit ça à mon mari",
    "I never told any of this to my husband",
]


@pytest.mark.parametrize(("text", "thing"), DENIED)
def test_a_denied_role_or_relation_is_named_and_taken_out(text: str, thing: str) -> None:
    assert denied_in(text) == {thing}
    assert len(without_denied(text)) == len(text) and without_denied(text) != text


@pytest.mark.parametrize("text", SAID)
def test_what_is_not_denied_stays(text: str) -> None:
    assert not denied_in(text) and without_denied(text) == text


def test_who_denies_buying_is_no_buyer() -> None:
    assert read_person("chu pas un client, c'est moi qui les donne").role != "buyer"
    assert "buyers" not in read_person("je suis pas un acheteur").audiences
