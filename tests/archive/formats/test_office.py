import pytest
from lxml import etree

from forumbot.archive.formats.numerals import numeral
from forumbot.archive.formats.office import (
    chart_pieces,
    diagram_pieces,
    resolve_alternates,
    sensible_title,
)
from forumbot.archive.layout import BlockKind

HEADING, PARAGRAPH, ITEM, ROW = BlockKind
SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def point(key: str, text: str, kind: str = "node") -> str:
    """The XML of a diagram's point."""
    words = f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>"
    return f'<d:pt modelId="{key}" type="{kind}"><d:t>{words}</d:t></d:pt>'


def link(source: str, target: str, order: int, kind: str = "parOf") -> str:
    """The XML of a diagram's connection."""
    return f'<d:cxn type="{kind}" srcId="{source}" destId="{target}" srcOrd="{order}"/>'


def test_diagrams_come_in_their_own_order_and_depth() -> None:
    """The points of a SmartArt are items nested as it nests them; what it only draws is not."""
    data = (
        f"<d:dataModel {SPACES}><d:ptLst>{point('0', '', 'doc')}{point('3', 'second')}"
        f"{point('1', 'first')}{point('2', 'inner')}{point('p', 'drawn', 'pres')}"
        f"{point('9', 'stray')}</d:ptLst><d:cxnLst>{link('0', '1', 0)}{link('0', '3', 1)}"
        f"{link('1', '2', 0)}{link('2', '0', 0)}{link('1', 'p', 0, 'presOf')}</d:cxnLst>"
        "</d:dataModel>"
    )
    found = [(piece.level, piece.text, piece.page) for piece in diagram_pieces(data.encode(), 4)]
    assert found == [(0, "first", 4), (1, "inner", 4), (0, "second", 4), (0, "stray", 4)]


def cached(name: str, *values: str) -> str:
    """The XML of a chart's cached values."""
    points = "".join(f'<c:pt idx="{at}"><c:v>{one}</c:v></c:pt>' for at, one in enumerate(values))
    return f"<c:{name}><c:strRef><c:strCache>{points}</c:strCache></c:strRef></c:{name}>"


def test_charts_come_as_title_and_rows() -> None:
    """Each category of a chart is a row with the values of all series, below their names."""
    years = cached("cat", "2018", "2019")
    data = (
        f"<c:chartSpace {SPACES}><c:title><a:p><a:r><a:t>Members</a:t></a:r></a:p></c:title>"
        f"<c:ser>{cached('tx', 'Clusters')}{years}{cached('val', '4.29999999999999', '5')}</c:ser>"
        f"<c:ser><c:tx><c:v>Labs</c:v></c:tx>{years}{cached('val', '7')}</c:ser></c:chartSpace>"
    )
    assert [(piece.kind, piece.text) for piece in chart_pieces(data.encode())] == [
        (PARAGRAPH, "Members"),
        (ROW, " | Clusters | Labs"),
        (ROW, "2018 | 4.3 | 7"),
        (ROW, "2019 | 5 | "),
    ]


def test_one_version_of_alternate_content_is_kept() -> None:
    """The first version that holds text takes the place of all, else the first; nested ones too."""
    text = "<a:t>{}</a:t>"
    choice, fallback = "<mc:Choice>{}</mc:Choice>", "<mc:Fallback>{}</mc:Fallback>"
    inner = f"<mc:AlternateContent>{choice.format(text.format('in'))}</mc:AlternateContent>"
    root = etree.fromstring(
        f"<a {SPACES}>"
        f"<mc:AlternateContent>{choice.format(text.format('new'))}"
        f"{fallback.format(text.format('old'))}</mc:AlternateContent>"
        f"<mc:AlternateContent>{choice.format('<b/>')}{fallback.format(text.format('old'))}"
        "</mc:AlternateContent>"
        f"<mc:AlternateContent>{choice.format('<b/>')}{fallback.format('<c/>')}"
        "</mc:AlternateContent>"
        f"<mc:AlternateContent>{choice.format(inner)}</mc:AlternateContent>"
        "<mc:AlternateContent/></a>"
    )
    resolve_alternates(root)
    assert [(etree.QName(node).localname, node.text) for node in root] == [
        ("t", "new"),
        ("t", "old"),
        ("b", None),
        ("t", "in"),
    ]


@pytest.mark.parametrize(
    "title",
    [
        "PowerPoint Presentation",
        "PowerPoint-Präsentation",
        "Präsentation1",
        "Slide 1",
        "Microsoft PowerPoint - forum.pptx",
        "forum report.pdf",
        "WP3_forum_report",
        "Untitled document",
        "---",
    ],
)
def test_titles_of_programs_and_files_are_none(title: str) -> None:
    """What a program fills in is no title, even if the text should hold its words."""
    assert sensible_title(title, f"{title} forum report slide presentation document") is None


def test_a_title_shares_its_words_with_the_text() -> None:
    """Half of a title's words must occur, so that a template's title is not taken."""
    assert sensible_title(" Third  forum\nreport ", "report of the third forum") == (
        "Third forum report"
    )
    assert sensible_title("Annual budget of 2009", "report of the third forum") is None


@pytest.mark.parametrize(
    ("number", "style", "written"),
    [
        (3, "decimal", "3"),
        (3, "decimalZero", "03"),
        (28, "lowerLetter", "bb"),
        (2, "alphaUcPeriod", "B"),
        (1999, "upperRoman", "MCMXCIX"),
        (4, "romanLcParenR", "iv"),
        (0, "lowerLetter", "0"),
        (10**8, "upperRoman", "100000000"),
        (5, "ideographDigital", "5"),
    ],
)
def test_numerals_of_every_style(number: int, style: str, written: str) -> None:
    """Numbers are written as the list's style asks, in figures where it cannot be."""
    assert numeral(number, style) == written
