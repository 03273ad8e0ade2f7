"""Names of people, told from other names by how an archive uses their words."""

import pytest

from forumbot.archive.names import NameReader

_TEXTS = (
    "The European Commission met in Brussels. The commission asked what clusters need, and the "
    "Digital Hubs answered. A cluster excellence label exists at a university.",
    "Peter West lives in the west of the country; from west to east, he says.",
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("In session 4, Søren Røn spoke.", ["Søren Røn"]),
        ("Laura del Ponte and Anne-Marie O'Neill", ["Laura del Ponte", "Anne-Marie O'Neill"]),
        ("Mr Yannis KESANLIS opened", ["Yannis KESANLIS"]),
        ("On 5 June Anna Berg came", ["Anna Berg"]),
        ("Commissioner Elżbieta Bieńkowska", ["Elżbieta Bieńkowska"]),
        ("Gunnar Hellerström /Monika Svanberg", ["Gunnar Hellerström", "Monika Svanberg"]),
        ("J. R. Apostolakis", ["J. R. Apostolakis"]),
        ("European Commission, Cluster Excellence Denmark and Digital Hubs", []),
        ("Royal Holloway University", []),
        ("see https://example.org/Anna Berg.html", []),
        ("Peter West", []),
        ("Dr Peter West", ["Peter West"]),
    ],
)
def test_people_are_told_from_bodies_and_headings(text: str, names: list[str]) -> None:
    """By titles, by articles and small letters elsewhere in the archive, and by common words."""
    reader = NameReader(_TEXTS)
    assert [text[start:end] for start, end in reader.names(text, 0, len(text))] == names
