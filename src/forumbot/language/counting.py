"""Numbers with their nouns, as the faces say them in English."""


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """A number and its noun: ``1 document``, ``2 documents``, ``1,500 entries``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
