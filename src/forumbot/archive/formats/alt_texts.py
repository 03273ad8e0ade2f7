"""What files say of their pictures for those who can't see them: alternative texts."""

import re

from forumbot.archive.layout import BlockKind, Piece, clean

PICTURE = "🖼"
"""What stands before the words of a picture, which are none of the text around it."""

_FEWEST_LETTERS = 2
_FILE = re.compile(
    r".*\.(?:png|jpe?g|gif|svg|webp|tiff?|bmp|[ew]mf|heic|ico)|\w+:/\S*", re.IGNORECASE
)
# As in "Picture 3", "Bild2", "IMG_2041".
_NUMBER = re.compile(r"[\W\d_]+$")
_GENERIC = re.compile(
    r"(?:an?\s|the\s|your\s)?(?:logo|img|dsc|scan|slide|folie|image|picture|photo|photograph|icon|banner|figure|chart|diagram"
    r"|graph|map|graphic|illustration|placeholder|spacer|screenshot|thumbnail|avatar|header|alt(?:ernative)?"
    r"\s?text|bild|foto|grafik|abbildung|symbol|diagramm|titelbild|afbeelding|imagen|imagem|immagine"
    r"|figura|imagine|obraz|zdjęcie|billede|obrázek|εικόνα)(?:\s(?:image|logo|icon|banner))?\W*",
    re.IGNORECASE,
)
# What a program guessed of a picture, as Office notes below its guess in the language of its user.
_GUESSED = re.compile(
    r"\bautomat\w*\W+(?:\w+\W+)?(?:ge|wy)?g[eé]n[eé]r\w*|\bg[eé]n[eé]r\w*\W+(?:\w+\W+)?automat\w*"
    r"|\b(?:gerad|wygenerowan)\w*\W+automat\w*"
    r"|\b(?:AI|KI|IA)[-\s]gen\w*|\bg[eé]n[eé]r\w*\W+(?:par|por|da)\W+(?:l\W)?(?:IA|AI)\b",
    re.IGNORECASE,
)


# The names that Office gives the icons of its collection, in the language of its user.
_ICON = re.compile(
    r".*\b(?:with solid fill|mit einfarbiger füllung|avec un remplissage uni|con relleno sólido"
    r"|con riempimento a tinta unita|com preenchimento sólido|cu umplere solidă"
    r"|z wypełnieniem pełnym|met effen opvulling|med massiv udfyldning|med hel fyllning"
    r"|se souvislou výplní|με συμπαγές γέμισμα)",
    re.IGNORECASE,
)


class AltTexts:
    """The alternative texts of one file, each of which is read once."""

    def __init__(self) -> None:
        self._read: set[str] = set()

    def words(self, stated: str | None) -> str:
        """The words for a picture, empty where they say nothing of it or were read before.

        Names of files, icons and kinds of pictures say nothing, nor does what a program guessed.
        """
        words = " ".join(clean(stated or "").split())
        if not _says_something(words) or words in self._read:
            return ""
        self._read.add(words)
        return words

    def said(self, stated: str | None) -> str:
        """The same behind the sign of a picture."""
        words = self.words(stated)
        return f"{PICTURE} {words}" if words else ""

    def piece(self, stated: str | None, page: int | None = None) -> Piece | None:
        """A picture as an item, as several make a list; None where nothing is said of it."""
        said = self.said(stated)
        return Piece(BlockKind.ITEM, said, page=page) if said else None


def is_of_picture(text: str) -> bool:
    """Whether a text is the words for a picture."""
    return text.startswith(PICTURE)


def _says_something(words: str) -> bool:
    letters = sum(map(str.isalpha, words))
    is_name = (
        _FILE.fullmatch(words)
        or _ICON.fullmatch(words)
        or _GENERIC.fullmatch(_NUMBER.sub("", words))
    )
    return letters >= _FEWEST_LETTERS and not is_name and not _GUESSED.search(words)
