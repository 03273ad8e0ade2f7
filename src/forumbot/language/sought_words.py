"""The English words for what questions seek, by which those of all languages are told."""

from enum import StrEnum
from importlib.resources import files

from forumbot.language.table import derived, parsed


class Seeking(StrEnum):
    """What is sought; each value is a key of ``sought.yaml``, which says what it is."""

    PEOPLE = "people"
    BELONGING = "belonging"
    HOUSES = "houses"
    ROOMS = "rooms"
    ROLE_ENDINGS = "role_endings"
    STANDING = "standing"
    PASSING = "passing"
    DEPUTIES = "deputies"
    HELPING = "helping"
    TELLING = "telling"
    PARTICLES = "particles"
    FOUNDED = "founded"
    DATED = "dated"
    PAID = "paid"
    PAYING = "paying"
    EARNED = "earned"
    ASKING = "asking"
    NUMBERED = "numbered"


@derived
def sought_words(seeking: Seeking) -> frozenset[str]:
    """The English words of a kind, levelled."""
    return frozenset(sought_in_order(seeking))


@derived
def sought_in_order(seeking: Seeking) -> tuple[str, ...]:
    """The same in the order in which they are written."""
    read: dict[str, list[str]] = parsed(files("forumbot.language") / "sought.yaml")
    return tuple(read[seeking])
