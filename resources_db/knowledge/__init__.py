"""The sourced facts: the file that is shipped, what editors corrected in it, and what must be read again."""
