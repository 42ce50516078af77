"""Words as people type them, brought to one form before any lexicon looks at them."""

from understanding.normaliser.fold import fold, fold_characters
from understanding.normaliser.tables import rows_of
from understanding.normaliser.text import LONGEST, normalise, plain_words, sentences

__all__ = ["LONGEST", "fold", "fold_characters", "normalise", "plain_words", "rows_of", "sentences"]
