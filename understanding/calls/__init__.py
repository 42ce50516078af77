"""What a message calls for: to be listened to, words, a fact, a list, a person, what to do now… or nothing more.

A list answers nobody who only tells how the night was, and no fact says how to begin a letter. What calls for what was
said by readers of whole conversations (`understanding/replies/live/`).
"""

from understanding.calls.corpus import CALLS
from understanding.calls.reading import calls_for, safety, tells

__all__ = ["CALLS", "calls_for", "safety", "tells"]
