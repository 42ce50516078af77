"""What teaches which reply or fact a sentence calls for, or what it asks of this chat.

Sentences of the replies, ways of asking for the facts, and the questions of `understanding/ours`.
"""

from bot.actions.knowledge.searched import read_phrasings
from understanding.ours.corpus import NONE as ASKS_NOTHING
from understanding.ours.corpus import read_written as read_ours
from understanding.replies.corpus import FACT, OURS, Example, read_examples
from understanding.replies.corpus import NO_REPLY as NONE


def answered() -> list[Example]:
    """Return the sentences of the replies, the ways of asking for the facts and what is asked of this chat.

    Each text once; no message of a whole conversation is among them, so that the judge sees what they never taught.
    """
    examples = read_examples()
    known = {example.text for example in examples}
    asked = [
        Example(text, f"{FACT}{fact}", "facts")
        for fact, texts in read_phrasings().items()
        for text in texts
        if text not in known
    ]
    ours = [
        Example(each.text, NONE if each.asks == ASKS_NOTHING else f"{OURS}{each.asks}", each.hand, each.language)
        for each in read_ours()
        if each.text not in known
    ]
    return [*examples, *{example.text: example for example in (*asked, *ours)}.values()]
