"""`repere words`: the style guide of docs/words.md, checked on everything that people read."""
