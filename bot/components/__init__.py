"""Rasa graph components: thin, they wrap `understanding` and put what it reads into the message."""
