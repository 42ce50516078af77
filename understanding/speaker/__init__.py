"""Who speaks: the person who lives it, a relative, a friend or witness, a professional, a buyer, or nothing said.

Words like "ma fille" or "my friend" do not tell: "ma soeur dit que j'exagère" is written by who lives it, and "a
laissé son insuline icitte" by a mother. Who speaks is learned from sentences whose writer is known.
"""

from understanding.speaker.opening import Opening, opening
from understanding.speaker.reading import speakers_in

__all__ = ["Opening", "opening", "speakers_in"]
