"""Which written reply fits a message: a fear, a doubt, a hesitation, a small "how do I do this", that no fact answers.

The replies themselves are the bot's (bot/actions/data/replies); here they are names, learned from what people write.
"""

from understanding.replies.corpus import FACT, OURS
from understanding.replies.reading import NONE, answers, names, reply_to

__all__ = ["FACT", "NONE", "OURS", "answers", "names", "reply_to"]
