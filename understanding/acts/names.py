"""The acts that are read; docs/acts.md defines each."""

ACTS = (
    "complains", "is_the_person", "is_not_the_person", "no_danger", "no_assault", "by_choice", "for_self", "no_shelter",
    "no_police", "no_dpj", "no_human", "no_lines", "no_voice", "deaf", "company", "comes_back", "farewell", "called",
    "shame", "dark", "harmed_me", "with_children", "man", "asks_legality", "confidential",
)  # fmt: skip
