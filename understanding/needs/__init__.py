"""Which need a message expresses: the 30 classes of the design, and the four moves of the dialogue."""
