"""What teaches which reply or fact a sentence calls for: sentences of the replies, and ways of asking for the facts."""

from bot.actions.knowledge.searched import read_phrasings
from understanding.replies.corpus import Example, read_examples
from understanding.replies.reading import FACT


def answered() -> list[Example]:
    """Return the sentences of the replies and the ways of asking for the facts, each text once."""
    examples = read_examples()
    known = {example.text for example in examples}
    asked = [
        Example(text, f"{FACT}{fact}", "facts")
        for fact, texts in read_phrasings().items()
        for text in texts
        if text not in known
    ]
    return [*examples, *{example.text: example for example in asked}.values()]
