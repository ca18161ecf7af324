"""What the engine refuses, in words and with fields."""

from typing import Any


class EngineError(ValueError):
    """Input that no forecast can be made of; it says what is wrong and where.

    Args:
        text: what is wrong, for a person.
        fields: the same for a program: the name of the array, what was asked and found.
    """

    def __init__(self, text: str, **fields: Any) -> None:
        super().__init__(text)
        self.fields = fields
