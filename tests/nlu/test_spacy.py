"""The French model on a spaCy it was not made for: what Repère uses of it works (its warning W095 is expected)."""

import json
import subprocess

import pytest

from cli.bot_environment import environment, is_installed
from cli.paths import BOT, BOT_PYTHON

CODE = """
import json, warnings
warnings.simplefilter("ignore")
import spacy
nlp = spacy.load("fr_core_news_md")
doc = nlp("Je cherche un hébergement à Longueuil pour ma fille.")
same, other = nlp("logement").similarity(nlp("hébergement")), nlp("logement").similarity(nlp("hockey"))
print(json.dumps({
    "tokens": [t.text for t in doc], "root": next(t.text for t in doc if t.dep_ == "ROOT"),
    "parts": [t.pos_ for t in doc], "same": same, "other": other,
}))
"""


@pytest.mark.skipif(not is_installed(), reason="Rasa's environment is not installed (make train installs it)")
def test_tokens_parse_and_vectors_are_what_they_should_be() -> None:
    done = subprocess.run([str(BOT_PYTHON), "-c", CODE], cwd=BOT, env=environment(), capture_output=True, text=True)
    found = json.loads(done.stdout)
    assert found["tokens"] == ["Je", "cherche", "un", "hébergement", "à", "Longueuil", "pour", "ma", "fille", "."]
    assert found["root"] == "cherche" and found["parts"][1] == "VERB" and found["parts"][3] == "NOUN"
    assert found["same"] > found["other"] + 0.2
