import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from tests.archive.formats.pdf_files import Book, put

from forumbot.app import App
from forumbot.archive.documents import read_file
from forumbot.archive.formats import tesseract
from forumbot.archive.formats.pdf import read_pdf
from forumbot.archive.formats.pdf.page import Area, Page, Word
from forumbot.archive.formats.pdf.pictures import page_picture
from forumbot.archive.formats.pdf.scans import is_scan, named_pages, recognise, words_of
from forumbot.archive.formats.pdf.worded import worded_pictures
from forumbot.config import ExtractionConfig, Settings
from forumbot.errors import RefusedError
from forumbot.search.ports import Embedder

needs_tesseract = pytest.mark.skipif(
    tesseract.engine() is None, reason="tesseract is not on the PATH"
)
LIMITS = ExtractionConfig(seconds=60)
LINES = (
    ("Minutes of the Fen Board", 64),
    ("The board met in Ghent on 14 May 2019 and agreed on a budget", 32),
    ("of 40 000 euro for the rewetting of the northern meadow.", 32),
    ("Decisions", 50),
    ("The pumps are replaced before the winter of 2020.", 32),
)


def scan(*pages: tuple[tuple[str, int], ...]) -> bytes:
    """A PDF whose pages are pictures of these lines, each of its size in pixels."""
    pictures = []
    for lines in pages:
        picture = Image.new("L", (1654, 2339), 255)
        place = 200
        for text, size in lines:
            font = ImageFont.load_default(size=size)
            ImageDraw.Draw(picture).text((200, place), text, font=font, fill=0)
            place += size * 2
        pictures.append(picture)
    out = io.BytesIO()
    first, *rest = pictures
    first.save(out, "PDF", save_all=True, append_images=rest, resolution=200)
    return out.getvalue()


@pytest.fixture
def without_tesseract(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A PATH on which it is not."""
    monkeypatch.setenv("PATH", str(tmp_path))
    yield from forgotten()


@pytest.fixture
def fake_tesseract(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A program of its name that knows two languages, and takes its time over pictures."""
    program = tmp_path / "bin" / "tesseract"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\n"
        "case $1 in --version) echo tesseract 9;;\n"
        "--list-langs) printf 'List:\\nosd\\ndeu\\neng\\nscript/Latin\\n';;\n"
        "*) exec sleep 60;; esac\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    for _time in forgotten():
        yield program


def forgotten() -> Iterator[None]:
    """What is known of the program is asked anew, before and after."""
    for known in (tesseract.learnt, tesseract.version):
        known.cache_clear()
    yield
    for known in (tesseract.learnt, tesseract.version):
        known.cache_clear()


@needs_tesseract
def test_a_scan_is_read_quoted_and_its_quotes_marked(tmp_path: Path, embedder: Embedder) -> None:
    """Headings by their size, lines joined; the answer says that it was read from a scan."""
    knowledge = tmp_path / "knowledge"
    knowledge.mkdir()
    (knowledge / "minutes.pdf").write_bytes(scan(LINES))
    document = read_file(knowledge, "minutes.pdf", LIMITS)
    kinds = [block.kind.value for block in document.blocks]
    assert kinds == ["heading", "paragraph", "heading", "paragraph"]
    assert "budget of 40 000 euro for the rewetting" in document.text
    assert document.recognised == (1,)
    assert "page 1 recognised in pictures by tesseract" in document.warnings
    settings = Settings(knowledge=knowledge, index=tmp_path / "index", knowledge_named=True)
    app = App(settings, lambda: datetime(2020, 1, 1, tzinfo=UTC), embedder)
    app.service.build(strict=True, on_progress=lambda *_told: None)
    [citation, *_others] = app.service.ask("What budget was agreed for the meadow?").citations
    assert "40 000 euro" in citation.quote
    assert citation.to_json()["recognised"] is True


def test_without_tesseract_scans_are_named(without_tesseract: None, tmp_path: Path) -> None:
    """A PDF of scans alone is refused with what to do, and nothing is run."""
    (tmp_path / "a.pdf").write_bytes(scan(LINES))
    with pytest.raises(RefusedError, match=r"likely a scan and needs OCR \(install tesseract\)"):
        read_file(tmp_path, "a.pdf", LIMITS)
    assert tesseract.version() == ""
    page = Page(3, 595, 842, image_share=0.9)
    told = list(recognise([page], lambda _number: b"").warnings())
    assert told == ["page 3 scanned and not read: install tesseract"]


def test_recognition_ends_with_its_time(
    fake_tesseract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages that no time is left for are named, and the result is not kept for later."""
    monkeypatch.setenv(tesseract.SECONDS, "1")
    pages = [Page(number, 595, 842, image_share=0.9) for number in (1, 2)]
    found = recognise(pages, lambda _number: b"a picture")
    assert (found.done, found.left, found.is_partial) == ((), (1, 2), True)
    assert list(found.warnings()) == ["pages 1-2 scanned and not read: raise extraction.seconds"]


def test_recognition_has_its_time_of_the_processor_whatever_else_runs(
    fake_tesseract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture that takes long on the clock is read, one that toils for longer is not."""
    fake_tesseract.write_text(fake_tesseract.read_text().replace("exec sleep 60", "sleep 1; cat"))
    monkeypatch.setenv(tesseract.SECONDS, "1")
    monkeypatch.setenv(tesseract.CLOCK_SECONDS, "10")
    table = table_of("Fens and pumps").encode()
    page = Page(1, 595, 842, image_share=0.9)
    assert recognise([page], lambda _number: table).done == (1,)
    fake_tesseract.write_text(
        fake_tesseract.read_text().replace("sleep 1; cat", "while :; do :; done")
    )
    assert recognise([Page(2, 595, 842, image_share=0.9)], lambda _number: b"").left == (2,)


def beside_text(picture: Image.Image) -> bytes:
    """A PDF with a sentence of text, and a picture below it."""
    width, height = picture.size
    draw = f"q 400 0 0 {400 * height // width} 60 300 cm /Im Do Q\n"
    page = put(60, 60, "The notice of May shows it.") + draw
    return Book([page], picture=(width, height, picture.tobytes())).raw()


def notice(*lines: str) -> Image.Image:
    """A picture of these lines, one below the other."""
    picture = Image.new("L", (1000, 100 + 60 * len(lines)), 255)
    for place, line in enumerate(lines):
        font = ImageFont.load_default(size=32)
        ImageDraw.Draw(picture).text((40, 50 + 60 * place), line, font=font, fill=0)
    return picture


def on_a_page(picture: Image.Image) -> Image.Image:
    """A page with it, as it looks small."""
    page = Image.new("L", (595, 842), 255)
    page.paste(picture.resize((470, 300)), (30, 80))
    return page


NOTICE = notice(*(line for line, _size in LINES))
AS_PAGE = on_a_page(NOTICE)


def test_without_tesseract_pictures_of_text_beside_text_are_counted(
    without_tesseract: None,
) -> None:
    """By page; pictures that show no rows of letters are not spoken of."""
    told = "page 1: a picture seems to hold text and is not read: install tesseract"
    assert read_pdf(beside_text(NOTICE)).warnings == (told,)
    bars = Image.new("L", (900, 500), 255)
    for place in range(9):
        ImageDraw.Draw(bars).rectangle((60 + 90 * place, 60 + 40 * place, 110 + 90 * place, 460), 9)
    for other in (bars, Image.linear_gradient("L"), Image.effect_noise((900, 600), 60)):
        assert read_pdf(beside_text(other)).warnings == ()


@needs_tesseract
def test_a_picture_of_text_beside_text_is_read_below_it() -> None:
    """No line of it is a heading, as its letters are of another size than those of the page."""
    found = read_pdf(beside_text(NOTICE))
    words = " ".join(piece.text for piece in found.pieces)
    assert words.startswith("The notice of May shows it. Minutes of the Fen Board")
    assert "budget of 40 000 euro" in " ".join(words.split())
    assert found.recognised == (1,)
    assert found.warnings == ("page 1: text in pictures read by tesseract",)


def test_a_picture_of_text_is_read_by_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """What tesseract reads elsewhere on the page, where it has words, is left out."""
    monkeypatch.setattr("forumbot.archive.formats.pdf.scans.version", lambda: "9")
    monkeypatch.setattr("forumbot.archive.formats.pdf.scans.learnt", lambda: ("eng",))
    table = table_of("one two three four five six seven eight nine ten")
    monkeypatch.setattr("forumbot.archive.formats.pdf.scans.word_table", lambda *_of: table)
    word = Word("here", 60, 90, 700, 10)
    page = Page(4, 595, 842, words=[word], images=[Area(30, 500, 40, 400)])
    found = recognise([page], lambda _number: b"", lambda _number: AS_PAGE)
    assert found.shown == (4,)
    [shown] = page.shown
    assert [
        one.text for one in shown.words
    ] == "two three four five six seven eight nine ten".split()
    assert page.words == [word]
    monkeypatch.setattr("forumbot.archive.formats.pdf.scans.word_table", lambda *_of: None)
    found = recognise([page], lambda _number: b"", lambda _number: AS_PAGE)
    assert found.hidden == (4,)


def test_a_page_that_would_take_long_to_draw_is_not_looked_at() -> None:
    """One whose pictures have more pixels than any scan."""
    page = Page(1, 595, 842, images=[Area(60, 400, 100, 300)], pixels=10**9)
    assert worded_pictures([page], lambda _number: AS_PAGE) == {}


def test_pictures_at_one_place_of_several_pages_are_their_design() -> None:
    """A banner or a logo is not spoken of; bands of one picture are one."""
    areas = [Area(60, 400, 100, 180), Area(60, 400, 180, 300)]
    pages = [Page(number, 595, 842, images=list(areas)) for number in (1, 2, 3)]
    assert worded_pictures(pages[:1], lambda _number: AS_PAGE) == {1: [Area(60, 400, 100, 300)]}
    assert worded_pictures(pages, lambda _number: AS_PAGE) == {}


def test_all_languages_that_are_learnt_are_used(fake_tesseract: Path) -> None:
    """English first; scripts and the detection of directions are none."""
    assert tesseract.learnt() == tesseract.languages() == ("eng", "deu")
    assert tesseract.called(["fr", "de", "eng"]) == ("deu", "eng")
    assert tesseract.version() == "tesseract 9 (eng, deu)"


HEAD = "level\tpage\tblock\tpar\tline\tword\tleft\ttop\twidth\theight\tconf\ttext\n"
TABLE = HEAD + (
    "1\t1\t0\t0\t0\t0\t0\t0\t1190\t1684\t-1\t\n"
    "5\t1\t1\t1\t1\t1\t100\t100\t60\t29\t96\tFens\n"
    "5\t1\t1\t1\t1\t2\t170\t100\t60\t36\t91\tjoy\n"
    "5\t1\t1\t1\t2\t1\t100\t200\t60\t37\t93\tPumps\n"
    "5\t1\t1\t1\t2\t2\t170\t200\t60\t28\t3\t~~\n"
    "5\t1\t1\t1\t4\t1\t100\t300\t60\t37\t41\try\n"
    "5\t1\t1\t1\t5\t1\t100\t400\t60\t37\t95\t|\n"
    "5\t1\tx\n5\t1\t1\t1\t3\t1\ta\tb\tc\td\te\tf\n"
)


def table_of(text: str) -> str:
    """A page of these words, on one line."""
    words = enumerate(text.split(), start=1)
    return HEAD + "1\t1\t0\t0\t0\t0\t0\t0\t1190\t1684\t-1\t\n" + "".join(
        f"5\t1\t1\t1\t1\t{place}\t{place * 40}\t100\t30\t29\t96\t{word}\n" for place, word in words
    )  # fmt: skip


GERMAN = "Der Vorstand hat beschlossen, die Pumpen vor dem Winter zu erneuern und zu warten. " * 3


@pytest.mark.parametrize(
    ("stated", "pages", "asked"),
    [
        ("", [GERMAN, GERMAN], ["eng", "deu", "deu"]),
        ("", ["The board has agreed to mend the pumps before the winter. " * 4] * 2, ["eng"] * 2),
        ("", ["Protokoll", GERMAN], ["eng", "deu+eng", "eng", "deu"]),
        ("de en", [GERMAN], ["deu+eng"]),
    ],
)
def test_a_scan_is_read_in_the_languages_of_its_first_page(
    fake_tesseract: Path,
    monkeypatch: pytest.MonkeyPatch,
    stated: str,
    pages: list[str],
    asked: list[str],
) -> None:
    """Told by a pass in English; a page of few words does not tell, and settings do."""
    monkeypatch.setenv(tesseract.SCAN_LANGUAGES, stated)
    used: list[str] = []

    def read(picture: bytes, _allowance: tesseract.Allowance, known: tuple[str, ...]) -> str:
        used.append("+".join(known))
        return table_of(pages[int(picture) - 1])

    monkeypatch.setattr("forumbot.archive.formats.pdf.scans.word_table", read)
    scans = [Page(number, 595, 842, image_share=0.9) for number in range(1, len(pages) + 1)]
    found = recognise(scans, lambda number: str(number).encode())
    assert found.done == tuple(range(1, len(pages) + 1))
    assert [sorted(one.split("+")) for one in used] == [sorted(one.split("+")) for one in asked]


def test_words_stand_where_they_do_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """In points, on one baseline and of one size; noise, rules and broken rows are left out."""
    monkeypatch.setattr("forumbot.archive.formats.pdf.scans.version", lambda: "9")
    monkeypatch.setattr("forumbot.archive.formats.pdf.scans.word_table", lambda *_of: TABLE)
    page = Page(1, 595, 842, image_share=0.9)
    found = recognise([page], lambda _number: b"")
    assert found.done == (1,)
    assert [(word.text, word.x0, word.baseline) for word in page.words] == [
        ("Fens", 50, 64.5), ("joy", 85, 64.5), ("Pumps", 50, 114.8),
    ]  # fmt: skip
    assert len({word.size for word in page.words}) == 1


def test_only_pages_without_any_text_are_scans() -> None:
    """A picture beside text is none, where it is more than a stamp on the edge."""
    word = Word("a", 0, 1, 10, 10)
    assert is_scan(Page(1, 10, 10, image_share=0.5))
    assert not is_scan(Page(1, 10, 10, image_share=0.2))
    assert not is_scan(Page(1, 10, 10, words=[word], image_share=0.9))
    assert not is_scan(Page(1, 10, 10, turned=[word], image_share=0.9))


def test_a_scan_with_a_stamp_on_its_edge_is_read_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The stamp stays text, and what is recognised of it is left out; a photograph is none."""
    monkeypatch.setattr("forumbot.archive.formats.pdf.scans.version", lambda: "9")
    monkeypatch.setattr("forumbot.archive.formats.pdf.scans.word_table", lambda *_of: TABLE)
    stamp = Word("Fens", 48, 80, 64, 14)
    page = Page(1, 595, 842, words=[stamp], image_share=0.9)
    assert is_scan(page)
    assert recognise([page], lambda _number: b"").done == (1,)
    assert [word.text for word in page.words] == ["Fens", "joy", "Pumps"]
    assert page.words[0] is stamp
    on_a_slide = Page(1, 595, 842, words=[stamp], image_share=0.6)
    titled = Page(1, 595, 842, words=[stamp, Word("Fens", 48, 80, 400, 30)], image_share=0.9)
    assert not is_scan(on_a_slide)
    assert not is_scan(titled)
    monkeypatch.setattr("forumbot.archive.formats.pdf.scans.word_table", lambda *_of: HEAD)
    photograph = Page(2, 595, 842, words=[stamp], image_share=0.9)
    found = recognise([photograph], lambda _number: b"")
    assert (photograph.words, found.done, found.illegible) == ([stamp], (), ())


def test_pages_are_named_in_runs() -> None:
    """As a person would."""
    assert named_pages([4]) == "page 4"
    assert named_pages([1, 2, 3, 8]) == "pages 1-3, 8"


def test_a_page_that_cannot_be_drawn_is_refused() -> None:
    """A number beyond the last, and what is no PDF."""
    for raw, page in ((scan(LINES[:1]), 2), (b"%PDF-1.4", 1)):
        with pytest.raises(RefusedError, match=f"its page {page} cannot be drawn"):
            page_picture(raw, page, 100)


def test_a_drawing_is_not_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what tesseract itself is unsure nothing is taken, and the page is named."""
    table = HEAD + "5\t1\t1\t1\t1\t1\t100\t100\t60\t29\t40\teat\n"
    monkeypatch.setattr("forumbot.archive.formats.pdf.scans.version", lambda: "9")
    monkeypatch.setattr("forumbot.archive.formats.pdf.scans.word_table", lambda *_of: table)
    page = Page(7, 595, 842, image_share=0.9)
    found = recognise([page], lambda _number: b"")
    assert (page.words, found.done, found.illegible, found.is_partial) == ([], (), (7,), False)
    assert list(found.warnings()) == ["page 7 a picture in which no words can be made out"]


def test_rows_that_tell_nothing_of_a_page_are_passed_over() -> None:
    """Of what tesseract says each row is read by itself."""
    row = "5\t1\t1\t1\t1\t1\t{}\t100\t80\t20\t{}\t{}\n"
    table = "level\n1\t1\t0\t0\t0\t0\t0\t0\twide\t9\t-1\t\n1\t1\t0\t0\t0\t0\t0\t0\t1000\t9\t-1\t\n"
    table += row.format(10, 96, "Fern") + row.format("left", 96, "lost") + "5\t1\n\n"
    (found,) = words_of(table, Page(1, 500.0, 700.0))
    assert (found.word.text, found.word.x0) == ("Fern", 5.0)
