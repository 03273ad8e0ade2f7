"""The characters of text files in the encodings that people still have."""

import pytest

from forumbot.archive.decoding import decode
from forumbot.errors import RefusedError

TEXTS = {
    "pl": ("Uczestnicy uzgodnili, że łąki będą koszone później, a Żaneta Ślęzak podziękowała "
           "gościom z Łodzi.", ["cp1250", "iso8859_2"]),
    "cs": ("Účastníci se dohodli, že louky budou koseny později. Předsedkyně poděkovala hostům "
           "ze Žďáru.", ["cp1250", "iso8859_2"]),
    "ro": ("Participanţii au hotărât să planteze ferigi în pădurea de lângă sat şi să se "
           "întâlnească în primăvară.", ["cp1250", "iso8859_2"]),
    "hu": ("A résztvevők megállapodtak, hogy a réteket később kaszálják, és megköszönték a győri "
           "vendégeknek.", ["cp1250"]),
    "de": ("Die Mitglieder beschlossen, Farne zu pflanzen, und wählten Jörg Müller. Schöne Grüße!",
           ["cp1252", "cp850", "mac_roman"]),
    "fr": ("Les membres ont décidé de planter des fougères près de la forêt. L’été prochain, ils "
           "se réuniront à Orléans.", ["cp1252", "mac_roman"]),
    "es": ("Los socios acordaron plantar helechos el próximo año en la montaña, según la señora "
           "Núñez.", ["cp1252"]),
    "da": ("Mødet besluttede at plante bregner på øen, og formanden takkede gæsterne fra Ærø.",
           ["cp1252"]),
    "el": ("Τα μέλη του δικτύου αποφάσισαν να φυτέψουν χίλιες ελιές στα νησιά.",
           ["cp1253", "iso8859_7"]),
    "ru": ("Участники решили посадить тысячу берёз вдоль реки. Председатель поблагодарила гостей.",
           ["cp1251", "koi8_r", "cp866"]),
    "bg": ("Участниците решиха да засадят хиляда брези край реката.", ["cp1251"]),
    "tr": ("Katılımcılar gelecek yıl ağaç dikmeye karar verdiler. Başkan misafirlere teşekkür "
           "etti.", ["cp1254"]),
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "encoding"),
    [(language, encoding) for language, (_text, pages) in TEXTS.items() for encoding in pages],
)
def test_an_encoding_that_is_not_stated_is_told_by_the_words(language: str, encoding: str) -> None:
    """What is not UTF-8 is read so that words come out, and the maintainer is told."""
    text = TEXTS[language][0]
    read, warnings = decode(text.encode(encoding))
    assert read == text
    assert len(warnings) == 1
    assert warnings[0].startswith("not UTF-8: read as ")


def test_letters_of_two_scripts_make_no_word() -> None:
    """Names in a table, whose language nothing tells, are none of Greek."""
    names = "Ad;Görev;Ücret\nAyşe Yılmaz;Başkan;100\nÖmer Çiğdem;Üye;50\nİpek Şahin;Üye;50\n"
    assert decode(names.encode("cp1254"))[0] == names


def test_an_encoding_that_a_page_states_is_obeyed_if_it_fits() -> None:
    """In a meta element or an XML declaration; UTF-8 that says otherwise stays UTF-8."""
    page = '<html><meta charset="windows-1250"><p>Łąki i jeź'
    xml = '<?xml version="1.0" encoding="ISO-8859-2"?><html><p>Łąki i jeź'
    assert decode(page.encode("cp1250"), states_charset=True) == (page, ())
    assert decode(xml.encode("iso8859_2"), states_charset=True) == (xml, ())
    assert decode(page.encode(), states_charset=True) == (page, ())
    latin = '<meta charset="iso-8859-1"><p>“Größe”'
    assert decode(latin.encode("cp1252"), states_charset=True) == (latin, ())


@pytest.mark.parametrize("charset", [b"utf-8", b"no-such-page", b"rot13", b"hex"])
def test_a_stated_encoding_that_cannot_be_is_passed_over(charset: bytes) -> None:
    """Unknown names, and such as do not decode the bytes."""
    page = b'<meta charset="' + charset + '"><p>Größe, schöne Grüße für Jörg.'.encode("cp1252")
    read, warnings = decode(page, states_charset=True)
    assert "schöne Grüße" in read
    assert warnings == ("not UTF-8: read as Windows-1252",)


def test_damaged_utf_8_loses_only_what_is_damaged() -> None:
    """A byte that was lost does not make another encoding of the whole."""
    raw = ("Łąki są koszone później, a goście z Łodzi śpią. " * 4).encode()
    read, warnings = decode(raw[:-60] + raw[-59:])
    assert read.count("\ufffd") <= 2
    assert "koszone później" in read
    assert "damaged UTF-8" in warnings[0]


def test_bytes_that_make_words_in_no_encoding_are_refused() -> None:
    """Rather than be indexed as they are."""
    noise = bytes(range(128, 256)) * 8
    with pytest.raises(RefusedError, match="save it as UTF-8"):
        decode(b"text " + noise)


def test_lines_of_utf_8_among_others_are_read_as_such() -> None:
    """A text that was put together of two files loses nothing; which lines are which is told."""
    old = "Le comité a décidé d'acheter une péniche à Liège.\nDéjà payée.\n"
    new = "Les membres présents étaient ravis.\n"
    text, warnings = decode(old.encode("cp1252") + new.encode() + b"Fin.\n")
    assert text == old + new + "Fin.\n"
    assert warnings == ("2 lines are not UTF-8: read as Windows-1252",)
