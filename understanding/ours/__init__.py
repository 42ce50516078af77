"""What is asked of this chat itself: whom it tells, who reads, whether a person is there, what it costs.

Who asks "is the police going to be called, yes or no" goes no further without an answer. The topics tell such a message
from others; what exactly is asked is learned here, from sentences written for each question and from near misses, the
same words asked of a shelter, of the police, of a boyfriend.
"""

from understanding.ours.corpus import NONE, QUESTIONS
from understanding.ours.reading import asked_of_us

__all__ = ["NONE", "QUESTIONS", "asked_of_us"]
