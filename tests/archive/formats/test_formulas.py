import pytest
from lxml import etree

from forumbot.archive.formats.formulas import MATHS, formula_text


def written(inner: str) -> str:
    """The text of a formula of this XML."""
    return formula_text(etree.fromstring(f'<m:oMath xmlns:m="{MATHS[1:-1]}">{inner}</m:oMath>'))


def run(text: str) -> str:
    """The XML of a run of a formula."""
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (f"<m:f><m:num>{run('1')}</m:num><m:den>{run('2')}</m:den></m:f>", "1/2"),
        (f"<m:f><m:num>{run('a+b')}</m:num><m:den>{run('2.5')}</m:den></m:f>", "(a+b)/2.5"),
        (f"<m:sSup><m:e>{run('10')}</m:e><m:sup>{run('6')}</m:sup></m:sSup>", "10⁶"),
        (f"<m:sSup><m:e>{run('x')}</m:e><m:sup>{run('n')}</m:sup></m:sSup>", "x^n"),
        (f"<m:sSub><m:e>{run('x')}</m:e><m:sub>{run('1')}</m:sub></m:sSub>", "x1"),
        (f"<m:rad><m:deg/><m:e>{run('2')}</m:e></m:rad>", "√2"),
        (f"<m:d><m:e>{run('x')}</m:e></m:d>{run('=3')}", "(x)=3"),
        (
            '<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr>'
            f"<m:e>{run('x')}</m:e></m:d>",
            "[x]",
        ),
        ("<m:f/><m:sSup/><m:rad/><!-- nothing -->", "/√"),
    ],
)
def test_a_formula_is_one_line_that_means_the_same(inner: str, text: str) -> None:
    """Fractions, powers and roots keep their signs, odd ones do no harm."""
    assert written(inner) == text
