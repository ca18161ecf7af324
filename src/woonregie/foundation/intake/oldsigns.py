"""Which of the old sets of signs a text is written in: Windows, DOS or Mac.

They agree on plain letters and differ on é and ö, so a wrong guess shows as a sign that no Dutch
text has in the middle of a word.
"""

import re

WINDOWS = "cp1252"
_OTHERS = ("cp850", "mac-roman")
_EXPECTED = frozenset(
    "éëèêïîíöóòôüúùûáàâäãåçñøæœßÉËÈÊÏÖÓÜÚÁÀÂÄÅÇÑØÆŒ€£§°²³½¼±×–—‘’“”•…·«»´¨µ©®™\u00a0"
)
_INSIDE_WORDS = frozenset("éëèêïîíöóòôüúùûáàâäãåçñøæœßÉËÈÊÏÖÓÜÚÁÀÂÄÅÇÑØÆŒ’´")
_AROUND = re.compile(r"(?<=[A-Za-z])([^\x00-\x7f])(?=[A-Za-z])")
_SUDDEN_CAPITAL = re.compile(r"[a-zà-öø-ÿ][À-ÖØ-Þ]")
ENOUGH = 2_000_000
"""So much of a file is looked at."""


def likeliest(content: bytes) -> str:
    """Return the name of the set of signs that a text is most likely written in.

    >>> [
    ...     likeliest("Súdwest-Fryslân, één".encode(name))
    ...     for name in ("cp1252", "cp850", "mac-roman")
    ... ]
    ['cp1252', 'cp850', 'mac-roman']
    """
    beginning = content[:ENOUGH]
    return min((WINDOWS, *_OTHERS), key=lambda name: _strange(beginning, name))


def _strange(content: bytes, name: str) -> int:
    """Return how many signs are not what a Dutch text has there."""
    text = content.decode(name, errors="replace")
    others = sum(text.count(sign) for sign in set(text) if sign > "\x7f" and sign not in _EXPECTED)
    others += len(_SUDDEN_CAPITAL.findall(text))
    return others + sum(found[1] not in _INSIDE_WORDS for found in _AROUND.finditer(text))
