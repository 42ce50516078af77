"""Places as people write them: spellings, homonyms, corrections, decoys."""

import time

import pytest

from understanding.places import PlaceReading, read_place, resolve
from understanding.places.gazetteer import gazetteer
from understanding.places.roles import ASIDE, PASSING


def name_of(reading: PlaceReading) -> str | None:
    return reading.place.name if reading.place else None


FOUND = [
    ("J'habite à Trois-Rivieres", "Trois-Rivières"),
    ("chu pognée a troisrivieres", "Trois-Rivières"),
    ("jreste à T-R depuis l'été", "Trois-Rivières"),
    ("On vit à Trois-Riv", "Trois-Rivières"),
    ("i live in st. jerome", "Saint-Jérôme"),
    ("jsuis a ste-julie", "Sainte-Julie"),
    ("je suis à Saint-Yacinthe", "Saint-Hyacinthe"),
    ("we are near Chateaugay", "Châteauguay"),
    ("chu à baie-comau", "Baie-Comeau"),
    ("a shawinnigan", "Shawinigan"),
    ("j'habite a repantigny", "Repentigny"),
    ("in Drumondvile with my kids", "Drummondville"),
    ("mon appart est à Victo", "Victoriaville"),
    ("je vis dans Hochelag", "Hochelaga-Maisonneuve"),
    ("somewhere in HoMa", "Hochelaga-Maisonneuve"),
    ("services à NDG?", "Notre-Dame-de-Grâce"),
    ("I stay in the Eastern townships", "Estrie"),
    ("on the South Shore please", "Montérégie"),
    ("une place dans le Bas-du-Fleuve", "Bas-Saint-Laurent"),
    ("je reste en Abitibi", "Abitibi-Témiscamingue"),
    ("y'a tu de quoi dans la Beauce", "Chaudière-Appalaches"),
    ("aux Îles, y a quoi?", "Les Îles-de-la-Madeleine"),
    ("Sherby, près du centre-ville", "Sherbrooke"),
    ("chu de Val-Do", "Val-d'Or"),
    ("je suis à POV", "Puvirnituq"),
    ("I'm from Kanehsatake", "Kanesatake"),
    ("on reste à Obedjiwan", "Opitciwan"),
    ("j'habite Maliotenam", "Mani-utenam"),
    ("living in Great Whale", "Kuujjuarapik"),
    ("Eeyou Istchee", "Nord-du-Québec"),
    ("code postal H2X 1Y4", "Montréal"),
    ("j1h3k2", "Sherbrooke"),
    ("my postal code is J0M 1C0", "Nord-du-Québec"),
    ("je suis à Rosemont, Montréal", "Rosemont"),
    ("Montréal, dans Villeray", "Villeray"),
    ("Gatineau, QC", "Gatineau"),
    ("Rimouski (Québec)", "Rimouski"),
    ("à l'hôpital de Chicoutimi", "Chicoutimi"),
    ("étudiante au Cégep de Matane", "Matane"),
    ("I study at the University of Sherbrooke", "Sherbrooke"),
    ("un refuge à Québec", "Québec"),
    ("la ville de Québec", "Québec"),
    ("downtown Quebec City", "Québec"),
    ("je travaille à Mercier", "Mercier"),
    ("on habite à Hope", "Hope"),
    ("I live in Low", "Low"),
    ("Nous sommes à Nouvelle, en Gaspésie", "Nouvelle"),
    ("je suis à Percé", "Percé"),
    ("j'habite à Prévost", "Prévost"),
    ("à L'Islet", "L'Islet"),
    ("j'habite à La Pêche", "La Pêche"),
    ("près du métro Verdun", "Verdun"),
    ("a Laval pas loin du métro", "Laval"),
    ("Ma soeur est cachée chez une amie à Saint-Constant", "Saint-Constant"),
    ("je vis aux Escoumins", "Les Escoumins"),
    ("une maison à Sainte-Agathe", "Sainte-Agathe-des-Monts"),
    ("SUIS A JOLIETTE AIDEZ MOI", "Joliette"),
    ("514, le code régional 514", "Montréal"),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text: str, expected: str) -> None:
    assert name_of(read_place(text)) == expected


NOT_FOUND = [
    "J'espère que ça va aller, I hope so",
    "elle s'appelle Maria Racine",
    "my friend Alma is worried",
    "mon ex, Scott, me suit partout",
    "Florence et Victoria sont mes amies",
    "Mme Lefebvre m'a donné ce numéro",
    "il m'a percé l'oreille",
    "c'est une nouvelle amie",
    "what's the price of that",
    "he wants to bury me in debt",
    "j'ai un rendez-vous rue Sherbrooke",
    "on the corner of Saint-Denis",
    "sur le boulevard Saint-Laurent",
    "pris sur le pont Mercier",
    "coin Papineau et Ontario",
    "je suis étudiante à l'Université Laval",
    "at Notre-Dame hospital last night",
    "à l'école Saint-Michel",
    "c'est quoi la loi au Québec?",
    "Is it legal in Quebec?",
    "across the province of Quebec",
    "il va à la pêche avec mon père",
    "j'ai peur de l'avenir",
    "le pont Champlain est fermé",
    "merci beaucoup",
    "j'ai payé 450 $ à ce gars",
    "appelez-moi au 514-555-0134",
    "à terre, en train de saigner",
    "in private please",
    "he's at school right now",
    "le club Richelieu",
    "my H1B visa expired",
    "joyeuse Saint-Jean-Baptiste",
    "la Saint-Valentin sans lui",
    "à la maison",
    "il est à moitié soûl",
    "à la boucherie où je travaille",
    "j'habite chez ma mère",
    "le dollar canadien",
    "chez Desjardins",
    "mes levis sont déchirés",
    "",
    "???",
    "🙂",
]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_not_found(text: str) -> None:
    reading = read_place(text)
    assert reading.place is None
    assert reading.candidates == ()
    assert (reading.text, reading.start, reading.end) == (None, -1, -1)


SEVERAL = [
    ("À Québec… oups non, Thetford Mines", "Thetford Mines"),
    ("I moved from Laval to Gatineau", "Gatineau"),
    ("je viens de Kuujjuaq, je suis à Montréal", "Montréal"),
    ("pas à Laval, à Longueuil", "Longueuil"),
    ("I'm not in Montreal anymore, I'm in Granby", "Granby"),
    ("avant à Rimouski, maintenant à Matane", "Matane"),
    ("je suis à Joliette, ben finalement à Repentigny", "Repentigny"),
    ("originaire de Roberval mais j'habite Alma", "Alma"),
    ("We left Sherbrooke last week and are staying in Magog", "Magog"),
    ("My mom lives in Gatineau but I'm in Sorel", "Sorel-Tracy"),
    ("je suis à Laval mais c'est pour ma sœur à Saguenay", "Saguenay"),
    ("Je suis à Amos. Ou faut-il aller jusqu'à Rouyn?", "Amos"),
    ("Laval, sorry, I mean Longueuil", "Longueuil"),
    ("j'habite plus à Montréal, je suis rendue à Granby", "Granby"),
    ("He drove me from Montreal to Trois-Rivières, I'm in a motel", "Trois-Rivières"),
]


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_where_help_is_needed_wins(text: str, expected: str) -> None:
    assert name_of(read_place(text)) == expected


PASSED = [
    ("he drives her to Montreal like every weekend", PASSING),
    ("j'ai trouvé une carte magnétique d'un hôtel de Sainte-Foy", PASSING),
    ("elle travaille à Laval les fins de semaine", PASSING),
    ("ma mère à Gatineau dit de revenir", ASIDE),
    ("j'travaille à Laval", ASIDE),
]


@pytest.mark.parametrize(("text", "under"), PASSED)
def test_a_place_only_gone_through_or_named_beside_says_so(text: str, under: float) -> None:
    found = read_place(text)
    assert found.place is not None
    assert found.points < under


@pytest.mark.parametrize("text", ["he took me to Gatineau, im here", "on est dans un motel à Drummondville", "Laval"])
def test_a_place_where_they_are_is_not_only_gone_through(text: str) -> None:
    assert read_place(text).points >= ASIDE


def test_what_was_refused_and_left_is_kept() -> None:
    assert [p.name for p in read_place("pas à Laval").negated] == ["Laval"]
    assert read_place("pas à Laval").place is None
    moved = read_place("I moved from Laval to Gatineau")
    assert [p.name for p in moved.origin] == ["Laval"]


def test_origin_is_the_place_when_nothing_else_is_said() -> None:
    assert name_of(read_place("je viens de Manawan")) == "Manawan"


@pytest.mark.parametrize(
    ("text", "outside"),
    [
        ("je suis à Toronto", "Toronto"),
        ("I'm in Ottawa tonight", "Ottawa"),
        ("he took me to Cornwall", "Cornwall"),
        ("je suis à Windsor, Ontario", "windsor"),
        ("chu arrivée d'Haïti", "Haïti"),
        ("postal code K1A 0B1", "Ontario"),
    ],
)
def test_outside(text: str, outside: str) -> None:
    reading = read_place(text)
    assert (reading.outside, reading.place) == (outside, None)


def test_outside_and_inside() -> None:
    reading = read_place("I came from Toronto, I'm in Gatineau now")
    assert (name_of(reading), reading.outside) == ("Gatineau", "Toronto")


def test_homonyms_are_asked_or_told_apart() -> None:
    asked = read_place("je suis à Saint-Michel")
    assert {p.region_code for p in asked.candidates} == {"06", "16"}
    near = read_place("je suis à Saint-Michel, à Montréal")
    assert near.candidates == ()
    assert near.place is not None
    assert near.place.region_code == "06"
    told = read_place("à Clermont en Abitibi")
    assert told.place is not None
    assert (told.place.region_code, told.candidates) == ("08", ())
    before = read_place("à Sainte-Monique", previous=resolve("Alma"))
    assert before.place is not None
    assert (before.place.region_code, before.candidates) == ("02", ())


def test_area_codes_and_shores_are_asked() -> None:
    reading = read_place("chu dans le 450")
    assert reading.place is None
    assert [p.region_code for p in reading.candidates] == ["16", "15", "14", "13"]
    assert read_place("sur la Rive-Nord").candidates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("alma", "Alma"),
        ("gatino", "Gatineau"),
        ("lonqueuil", "Longueuil"),
        ("racine", "Racine"),
        ("Quebec", "Québec"),
        ("I'm in Quebec", "Québec"),
        ("low", "Low"),
        ("chicoutimie", "Chicoutimi"),
        ("dans le coin de valeyfield", "Salaberry-de-Valleyfield"),
    ],
)
def test_bare_names_when_asked(text: str, expected: str) -> None:
    assert name_of(read_place(text, asked=True)) == expected


@pytest.mark.parametrize(
    "text", ["non", "je sais pas", "pourquoi?", "i don't want to say", "maison", "peu importe", "ok merci"]
)
def test_refusals_when_asked(text: str) -> None:
    assert read_place(text, asked=True).place is None


@pytest.mark.parametrize("text", ["J'écris de Saint-Jérôme ce soir", "in Montre\u0301al now", "à  Val d’Or!"])
def test_offsets(text: str) -> None:
    reading = read_place(text)
    assert reading.place is not None
    assert reading.text == text[reading.start : reading.end]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Montréal", "Montréal"),
        ("montreal", "Montréal"),
        ("H7N", "Laval"),
        ("G1V 0A6", "Québec"),
        ("Estrie", "Estrie"),
        ("05", "Estrie"),
        ("Eastern Townships", "Estrie"),
        ("Saint-Sauveur (Québec)", "Saint-Sauveur (Québec)"),
        ("St-Hyacinthe", "Saint-Hyacinthe"),
        ("Quebec", "Québec"),
        ("Hope", "Hope"),
        ("zzzz", None),
        ("", None),
    ],
)
def test_resolve(name: str, expected: str | None) -> None:
    place = resolve(name)
    assert (place.name if place else None) == expected


def test_every_place_of_the_files_is_read_after_je_suis_a() -> None:
    missed = []
    for name, places in gazetteer().by_name.items():
        reading = read_place(f"Je suis à {name}")
        if name_of(reading) != name and not any(p.name == name for p in reading.candidates):
            missed.append((name, name_of(reading)))
        assert resolve(name) in places
    assert not missed


def test_it_is_fast_and_survives_noise() -> None:
    text = "je sais pas quoi faire, il est à la porte, i am so scared. " * 8
    read_place(text)
    start = time.perf_counter()
    for _ in range(20):
        read_place(text)
    assert (time.perf_counter() - start) / 20 < 0.02
    assert read_place("à " * 3000).place is None
    assert read_place("x" * 50_000).place is None
