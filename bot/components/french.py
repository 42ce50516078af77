"""spaCy's French model for the tokenizer and the word vectors.

`fr_core_news_md` 3.8 asks for spaCy 3.8, whose NumPy Rasa cannot use; it loads on 3.7.5 with warning W095, and
tests/nlu/test_spacy.py asserts that its tokens and vectors are what they should be. Rasa's own loader refuses it.
"""

from typing import Any

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.utils.spacy_utils import SpacyModel
from rasa.nlu.utils.spacy_utils import SpacyNLP as RasaSpacyNLP

_UNUSED = ["tok2vec", "parser", "ner", "morphologizer", "lemmatizer", "attribute_ruler"]


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.MODEL_LOADER, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER],
    is_trainable=False,
    model_from="SpacyNLP",
)
class SpacyNLP(RasaSpacyNLP):
    """Rasa's, without its version check and the unused parts of the model; Rasa finds it by the same name."""

    @staticmethod
    def load_model(spacy_model_name: str) -> SpacyModel:
        nlp: Any = spacy.load(spacy_model_name, exclude=_UNUSED)
        return SpacyModel(model=nlp, model_name=spacy_model_name)
