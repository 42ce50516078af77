"""What a message asks: the law, the body, money, this service itself, an organisation… or nothing.

Facts, lists and words on this service are chosen by likeness; a story is near many of them. The topics, learned from
sentences written for them, say what is asked before what answers it.
"""

from understanding.topics.names import TOPICS
from understanding.topics.reading import of_vectors, topic_in_context, topic_of, topics_in, topics_in_context

__all__ = ["TOPICS", "of_vectors", "topic_in_context", "topic_of", "topics_in", "topics_in_context"]
