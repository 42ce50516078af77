"""Words as people type them, brought to one form before any lexicon looks at them."""

from understanding.normaliser.fold import fold, fold_characters
from understanding.normaliser.text import normalise, sentences

__all__ = ["fold", "fold_characters", "normalise", "sentences"]
