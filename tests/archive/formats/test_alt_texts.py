import pytest

from forumbot.archive.formats.alt_texts import AltTexts, is_of_picture
from forumbot.archive.layout import BlockKind, Piece


def test_words_for_a_picture_stand_behind_its_sign() -> None:
    """They are none of the text around it, and are told from it."""
    said = AltTexts().said(" Moss \n Foundation logo ")
    assert said == "🖼 Moss Foundation logo"
    assert is_of_picture(said)
    assert not is_of_picture("Moss Foundation logo")


@pytest.mark.parametrize(
    "stated",
    [
        None, "", "  ", "logo", "Logo", "The image", "Bild 3", "Picture 12", "IMG_2041",
        "image-1-2", "scan0001.jpg", "my photo.PNG", "https://example.org/a", "W", "-->",
        "A picture containing text, logo Description automatically generated",
        "Ein Bild, das Text enthält. Automatisch generierte Beschreibung",
        "Une image contenant texte Description générée automatiquement",
        "A group of people AI-generated content may be incorrect.",
        "Le contenu généré par l’IA peut être incorrect.",
        "Question Mark with solid fill", "Fragezeichen mit einfarbiger Füllung",
    ],
)  # fmt: skip
def test_what_says_nothing_of_a_picture_is_left_out(stated: str | None) -> None:
    """Names of files, of icons and of kinds of pictures, and what a program guessed."""
    assert AltTexts().said(stated) == ""


@pytest.mark.parametrize(
    "stated", ["W3C", "Horizon 2020", "Moss Foundation logo", "Map of the peat bogs, 2019"]
)
def test_a_name_is_kept(stated: str) -> None:
    """Names of houses and programmes are what logos say."""
    assert AltTexts().words(stated) == stated


def test_what_was_read_is_not_said_again() -> None:
    """A logo on every page is read once."""
    texts = AltTexts()
    assert [texts.words("Moss Foundation") for _time in range(2)] == ["Moss Foundation", ""]


def test_a_picture_is_an_item() -> None:
    """Several below a heading are a list."""
    assert AltTexts().piece("Moss Foundation", 2) == Piece(
        BlockKind.ITEM, "🖼 Moss Foundation", page=2
    )
    assert AltTexts().piece("photo") is None
