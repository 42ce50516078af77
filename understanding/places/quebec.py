""" "Québec": the city, or the province?"""

from understanding.places.cues import words
from understanding.places.tokens import Token

QUEBEC = "Québec"


def province_or_city(tokens: list[Token], at: int, *, asked: bool, after_place: bool) -> bool:
    """Return True when the word "Québec" at `at` names the city.

    "à Québec", "de Québec", "ville de Québec", "nous habitons Québec" do; "au Québec", "in Quebec", "Granby, Québec" do
    not. Alone it is the city when the bot just asked where the visitor is, or when the message says nothing else.
    """
    token, sets = tokens[at], words().sets
    alone = token.breaks and (at + 1 == len(tokens) or tokens[at + 1].breaks)
    if after_place:
        return False
    if token.form in {"qc", "pq", "que"}:
        return at > 0 and tokens[at - 1].form == "a" and token.form == "qc" and not token.breaks
    if at + 1 < len(tokens) and not tokens[at + 1].breaks and tokens[at + 1].form in sets["city_after"]:
        return True
    if _said_to_be_city(tokens, at):
        return True
    if alone:
        return asked or len(tokens) == 1 or token.capital
    if at == 0 or token.breaks:
        return asked
    before = tokens[at - 1].form
    if before in sets["province_before"]:
        return asked and before in {"in", "from"}
    if before == "of":
        return at > 1 and tokens[at - 2].form in sets["city_after"]
    return before in sets["city_before"] or before == "a"


def _said_to_be_city(tokens: list[Token], at: int) -> bool:
    """Whether what follows says so: "Québec c'est la ville", "Québec, la ville"."""
    sets = words().sets
    after = [token.form for token in tokens[at + 1 : at + 6]]
    end = next((number for number, form in enumerate(after) if form in sets["city_after"]), None)
    return end is not None and all(form in sets["city_between"] for form in after[:end])
