"""What people do with a message besides asking: they refuse, correct, complain, stay, leave.

Phrases (asides, denials, signs) find only what was thought of; the sentences here teach the encoder's space, so that
"arrete avec tes numéros" and "enough with the hotlines" are the same act. Both are read, and either is enough.
"""

from understanding.acts.reading import REFUSALS, acts_in

__all__ = ["REFUSALS", "acts_in"]
