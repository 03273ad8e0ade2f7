"""Strange input by the hundred thousand, for the readers of files and for the passage cutter.

    python bench/fuzz.py --inputs 200000 [--seed 5] [--only html]

Each input goes through one target, which also checks what must hold of its result. Anything raised
but a ForumbotError, and any input that takes longer than --limit seconds, is printed with its seed
and ends the run with status 1. Inputs are up to about 400 characters, made by a seeded generator of
tangled markup and by mutating realistic files, so that a run can be repeated. 200,000 inputs take a
minute of one core; the run ends itself after --minutes.
"""

import argparse
import io
import random
import re
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import pptx
from lxml import etree
from openpyxl import Workbook

from forumbot.archive.announcements import announcements, render_announcements
from forumbot.archive.corrections import read_corrections
from forumbot.archive.describe import describe, detect_language
from forumbot.archive.documents import Document
from forumbot.archive.extract import extract
from forumbot.archive.formats.markdown import read_markdown
from forumbot.archive.formats.pdf.page import Page
from forumbot.archive.formats.pdf.scans import words_of
from forumbot.archive.formats.plain import read_plain
from forumbot.archive.formats.web.html import read_html
from forumbot.archive.front_matter import split_front_matter
from forumbot.archive.layout import BlockKind, Extraction, Piece, lay_out
from forumbot.config import PassagesConfig
from forumbot.errors import ForumbotError
from forumbot.language.dates import find_dates
from forumbot.language.sentences import sentence_spans
from forumbot.search.passages import cut, uncovered

_ATOMS = {
    "front_matter": (
        "---\n", "...\n", "title: ", "date: ", "held_on: ", "2019-02-31", "2019-03-14", "&a ",
        "*a", "[", "]", "{", "}", "- ", "? ", ": ", "'", '"', "#", "|\n", ">\n", "<<: ", "\n",
        "\n\n", "<!--", "-->", "Title: ", "Date: ", "\t", "%YAML 1.2\n", "@", "!!int ",
        "!!binary ", "!!timestamp ", "!!set ", "!!python/name:x ", "0x1f", "1e999", ".inf", "~",
        "\ufeff", "x: y", "+++\n", "title = ", "held_on = 2018-06-04\n", "[a]\n", "[[b]]\n",
        "= 1e9\n", "07:32:00", "1979-05-27T07:32:00Z",
    ),
    "sidecar": (
        "title: ", "held_on: ", "2019-02-31", "status: draft\n", "supersedes: ", "a.md",
        "a.md:\n", "  ", "b.pdf:\n", "- ", "\n", "?", "null", "{", "}", "[", "]", "*a", "&a ", "\t",
        "titel: x\n", "0x1f", "~", "'", '"', "\ufeff", "kind: ",
    ),
    "scan": (
        "5\t1\t1\t1\t1\t1\t10\t10\t80\t20\t96.5\tword\n", "5\t1\t1\t1\t2\t1\t", "9\t9\t9\t9\t-1\t",
        "1\t1\t0\t0\t0\t0\t0\t0\t2480\t3508\t-1\t\n", "1\t1\t0\t0\t0\t0\t0\t0\t0\t0\t-1\t\n", "\t",
        "\n", "nan", "1e99", "-5", "99999999999", "|", "word",
    ),
    "dates": (
        "15", "3", "31", "0", "May", "märz", "Août", "sept.", " ", ".", "-", "–", "/", "2018",
        "1999", "0000", "9999", "of", "to", "and", "bis", "tot en met", "th", "er", ",", "\n",
        "٣", "٢٠١٩", "november", "Monday", "le", "den", "\xa0", "İ", "ı", "ſept", "20190314", "&",
        "t/m",
    ),
    "html": (
        "<p>", "</p>", "<div class='menu'>", "<div id=footer>", "</div>", "<table>", "<tr>",
        "<td>", "<th>", "</table>", "<ul>", "<ol start=3>", "<ol start=x>", "<li>", "</ul>",
        "<dl>", "<dt>", "<dd>", "<br>", "<h1>", "</h1>", "<h3>", "<main>", "<article>", "<aside>",
        "<nav>", "</nav>", "<header>", "<footer>", "<form>", "<b>", "</b>", "<strong>",
        "<a href=x>", "</a>", "<pre>", "</pre>", "<script>", "</script>", "<style>", "<!--",
        "-->", "<![CDATA[", "<svg>", "<math>", "<template>", "<select>", "<x-y>", "</x-y>",
        "<title>", "<meta name=date content='", "'>", "<html lang=de>", "<body>", "&amp;", "&#0;",
        "&#xd800;", "&nbsp;", "hidden", "<p hidden>", "<", ">", '"', "• ", "\n", "---\n",
        "<frameset>", "<plaintext>", "<textarea>", "<noscript>", "<link rel=canonical href=x>",
        "<p aria-hidden=true>", "<div role=banner>",
    ),
    "markdown": (
        "# ", "## ", "- ", "1. ", "999999999. ", "> ", "    ", "```\n", "~~~",
        "| a | b |\n|---|---|\n", "**", "__", "_", "`", "[x](y)", "[^1]", "![", "](", "<div>",
        "</div>", "<!--", "-->", "<br>", "{: .x}", "===\n", "---\n", "\n", "\n\n", "\\", "&amp;",
        "&#x110000;", "~~", "\t", "\xa0", "• ", "\uf0b7", "TOP 5.", "AGENDA", "3.2 Title", "  \n",
        "+++\n", "[x]: y\n", "***\n",
    ),
    "plain": (
        "• ", "•", "\uf0b7", "\ue123 ", "– ", "- ", "o  ", "* ", "1. ", "(a) ", "iv) ", "====\n",
        "----\n", "~~~\n", "1.2 ", "TOP 3", "AGENDA\n", "**Bold**\n", "== Wiki ==\n", "# Head\n",
        "\n", "\n\n", "\r\n", "\r", "\x0c", "\u2028", "\x85", "  ", "\t", "inter-\n", "national",
        "Title: x\n", "   ", "☑ ", "§ 5 ", "§ a", "Next Edition\n", "We agreed:\n", "\u200b",
        "\xad",
    ),
    "epub": (
        "<h1>", "</h1>", "<p>", "</p>", "<nav>", "</nav>", "<ol><li>", "<table><tr><td>",
        "</table>", "<aside epub:type='footnote'>", "</aside>",
        "<a epub:type='noteref' href='#a'>", "</a>", "<br/>",
        "<title>", "&nbsp;", "&amp;", "<![CDATA[", "]]>", "<?xml version='1.0' encoding='x'?>",
    ),
    "csv": (
        ",", ";", "\t", "|", '"', '""', "\n", "\n\n", "\r", "Name", "2018", "5,50", "%", " ",
        "\x00",
    ),
    "rtf": (
        "{", "}", "{\\rtf1 ", "\\par ", "\\pard", "\\outlinelevel1 ", "\\cell ", "\\row ",
        "\\trowd",
        "\\u8364?", "\\u-1 ?", "\\u99999 ", "\\'e8", "\\'zz", "\\uc9 ", "\\ansicpg9999", "\\f1 ",
        "{\\fonttbl{\\f0\\fcharset204 A;}}", "{\\listtext\\'95\\tab}", "{\\*\\x ", "{\\pict ",
        "\\bin9 ",
        "{\\footnote ", "{\\stylesheet{\\s1 a;}}", "{\\title x}", "\\\\", "\\{", "|", "\n",
    ),
    "mail": (
        "Subject: x\n", "Date: Fri, 08 Mar 2019 09:00:00 +0100\n", "Date: 99\n", "From: a@b\n",
        "\n",
        "Content-Type: text/html; charset=iso-8859-2\n", "Content-Type: text/plain; charset=x\n",
        "Content-Type: multipart/mixed; boundary=a\n", "--a\n", "--a--\n", "> quoted\n", "-- \n",
        "Content-Type: message/rfc822\n", "Content-Transfer-Encoding: base64\n", "=?utf-8?q?=ff?=",
        "Content-Disposition: attachment; filename=a\n", "<p>", "a\n", "Subject: =?x?y?z?=\n",
    ),
    "docx": (
        "<w:p><w:r><w:t>word</w:t></w:r></w:p>", "<w:r><w:t>word</w:t></w:r>",
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "<w:t>word</w:t>", "<w:pPr>",
        "</w:pPr>", "<w:rPr>", "</w:rPr>", "<w:pStyle w:val='Heading1'/>", "<w:pStyle w:val='x'/>",
        "<w:outlineLvl w:val='99'/>", "<w:numPr><w:ilvl w:val='1'/><w:numId w:val='1'/></w:numPr>",
        "<w:numPr><w:ilvl w:val='x'/></w:numPr>", "<w:vanish/>", "<w:strike/>", "<w:b/>",
        "<w:sz w:val='x'/>", "<w:vertAlign w:val='superscript'/>", "<w:del>", "</w:del>", "<w:ins>",
        "</w:ins>", "<w:moveFrom>", "</w:moveFrom>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>",
        "<w:tc>", "</w:tc>", "<w:tcPr><w:gridSpan w:val='9'/></w:tcPr>",
        "<w:tcPr><w:gridSpan w:val='-1'/></w:tcPr>", "<w:tcPr><w:vMerge/></w:tcPr>",
        "<w:tcPr><w:vMerge w:val='restart'/></w:tcPr>", "<w:tcPr><w:hMerge/></w:tcPr>",
        "<w:tcPr><w:cellDel/></w:tcPr>", "<w:trPr><w:gridBefore w:val='3'/></w:trPr>",
        "<w:trPr><w:tblHeader/></w:trPr>", "<w:sdt>", "</w:sdt>", "<w:sdtContent>",
        "</w:sdtContent>", "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>",
        "<w:footnoteReference w:id='1'/>", "<w:footnoteReference/>", "<w:txbxContent>",
        "</w:txbxContent>", "<mc:AlternateContent>", "</mc:AlternateContent>", "<mc:Choice>",
        "</mc:Choice>", "<m:oMath>", "</m:oMath>", "<m:f>", "</m:f>", "<m:num>", "</m:num>",
        "<m:t>2</m:t>", "<w:fldChar><w:ffData><w:checkBox/></w:ffData></w:fldChar>",
        "<w:fldChar><w:ffData><w:ddList><w:result w:val='9'/></w:ddList></w:ffData></w:fldChar>",
        "<w:sym w:char='F0FE'/>", "<w:sym w:char='zz'/>", "<w:br/>", "<w:tab/>", "<w:hyperlink>",
        "</w:hyperlink>",
        "<w:sectPr><w:titlePg/><w:headerReference r:id='rId9' w:type='first'/></w:sectPr>",
        "<!-- x -->", "<?x y?>", "&amp;", "<w:altChunk/>", "<w:ruby><w:rubyBase/></w:ruby>",
    ),
    "pptx": (
        "<a:p><a:r><a:t>word</a:t></a:r></a:p>", "<a:r><a:t>word</a:t></a:r>",
        "<a:tc><a:txBody><a:bodyPr/><a:p><a:r><a:t>a</a:t></a:r></a:p></a:txBody><a:tcPr/></a:tc>",
        "<p:sp><p:nvSpPr><p:cNvPr id='2' name='a'/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/>"
        "<p:txBody><a:bodyPr/><a:p><a:r><a:t>word</a:t></a:r></a:p></p:txBody></p:sp>",
        "<p:sp>", "</p:sp>", "<p:nvSpPr><p:cNvPr id='2' name='a'/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>",
        "<p:nvSpPr><p:cNvPr id='2' name='a' hidden='1'/><p:cNvSpPr/><p:nvPr><p:ph type='title'/>"
        "</p:nvPr></p:nvSpPr>",
        "<p:nvSpPr><p:cNvPr id='2' name='a'/><p:cNvSpPr/><p:nvPr><p:ph type='body' idx='1'/>"
        "</p:nvPr></p:nvSpPr>",
        "<p:nvSpPr><p:cNvPr id='x' name='a'/><p:cNvSpPr/><p:nvPr><p:ph type='x' idx='z'/>"
        "</p:nvPr></p:nvSpPr>",
        "<p:spPr/>", "<p:spPr><a:xfrm><a:off x='9' y='9'/><a:ext cx='9' cy='9'/></a:xfrm></p:spPr>",
        "<p:spPr><a:xfrm><a:off x='-99999999' y='z'/><a:ext cx='0' cy='0'/></a:xfrm></p:spPr>",
        "<p:txBody>", "</p:txBody>", "<a:bodyPr/>",
        "<a:lstStyle><a:lvl1pPr><a:buChar char='x'/></a:lvl1pPr></a:lstStyle>", "<a:p>", "</a:p>",
        "<a:pPr lvl='9'/>", "<a:pPr lvl='x'><a:buNone/></a:pPr>",
        "<a:pPr><a:buAutoNum type='romanUcParenBoth' startAt='9'/></a:pPr>", "<a:r>", "</a:r>",
        "<a:rPr baseline='30000'/>", "<a:rPr strike='sngStrike' b='1'/>", "<a:t>word</a:t>",
        "<a:t>", "</a:t>", "<a:br/>", "<a:fld type='slidenum'>", "</a:fld>", "<p:grpSp>",
        "</p:grpSp>",
        "<p:nvGrpSpPr><p:cNvPr id='3' name='g'/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>",
        "<p:grpSpPr><a:xfrm><a:off x='1' y='1'/><a:ext cx='5' cy='5'/><a:chOff x='0' y='0'/>"
        "<a:chExt cx='0' cy='1'/></a:xfrm></p:grpSpPr>",
        "<p:graphicFrame>", "</p:graphicFrame>",
        "<p:nvGraphicFramePr><p:cNvPr id='4' name='t'/><p:cNvGraphicFramePr/><p:nvPr/>"
        "</p:nvGraphicFramePr><p:xfrm><a:off x='1' y='1'/><a:ext cx='5' cy='5'/></p:xfrm>",
        "<a:graphic>", "</a:graphic>",
        "<a:graphicData uri='http://schemas.openxmlformats.org/drawingml/2006/table'>",
        "</a:graphicData>", "<a:tbl>", "</a:tbl>", "<a:tblGrid><a:gridCol w='1'/></a:tblGrid>",
        "<a:tr h='1'>", "</a:tr>", "<a:tc>", "</a:tc>", "<a:tc gridSpan='3'>", "<a:tc hMerge='1'>",
        "<a:tc rowSpan='9'>", "<a:tc vMerge='1'>", "<mc:AlternateContent>",
        "</mc:AlternateContent>", "<mc:Choice>", "</mc:Choice>", "<mc:Fallback>", "</mc:Fallback>",
        "<p:pic/>", "<m:oMath>", "</m:oMath>", "<m:t>2</m:t>", "<!-- x -->", "<?x y?>", "&amp;",
    ),
    "odt": (
        "<text:p>", "</text:p>", "<text:h text:outline-level='2'>", "</text:h>", "<text:list>",
        "</text:list>", "<text:list-item text:start-value='9'>", "</text:list-item>", "<text:s/>",
        "<text:s text:c='9'/>", "<text:tab/>", "<text:line-break/>", "<table:table>",
        "</table:table>",
        "<table:table-row>", "</table:table-row>", "</table:table-cell>",
        "<table:table-cell table:number-columns-spanned='2'>", "<draw:frame>", "</draw:frame>",
        "<draw:text-box>", "</draw:text-box>", "<draw:page>", "</draw:page>", "<text:note>",
        "<text:note-body>", "</text:note-body>", "</text:note>", "<text:span>", "</text:span>",
        "<table:table-cell table:number-columns-repeated='3'>", "<!-- x -->", "<?x y?>", "&amp;",
    ),
    "pdf": (
        "1 0 0 1 72 700 Tm ", "1 0 0 1 72 688 Tm ", "1 0 0 1 72 676 Tm ", "1 0 0 1 300 688 Tm ",
        "1 0 0 1 300 685.5 Tm ", "0 1 -1 0 90 90 Tm ", "/F1 10 Tf ", "/F1 7 Tf ", "/F1 18 Tf ",
        "/F1 0 Tf ", "(A) Tj ", "(N A M E) Tj ", "(Contents) Tj ", "(* note) Tj ", "(word*) Tj ",
        "(1 240,00) Tj ", "(https://a.org/b) Tj ", "(e=en) Tj ", "() Tj ", "5 Tc ", "12 TL T* ",
        "ET 72 700 m 400 700 l S BT ", "ET 72 600 m 400 600 l S BT ", "ET 72 600 m 72 700 l S BT ",
        "ET 200 600 m 200 720 l S BT ", "ET 300 600 m 300 720 l S BT ", "ET 60 690 5 5 re f BT ",
        "ET 60 678 5 5 re f BT ", "ET 1 0 0 rg 70 695 90 16 re f 0 g BT ",
        "ET q 0 0 0 0 0 0 cm Q BT ",
    ),
    "xlsx": (
        "<row>", "<row r='2'>", "<row r='999'>", "</row>", "<c>", "<c r='B1'>", "<c r='Z9'>",
        "<c t='s'>", "<c t='b'>", "<c t='e'>", "<c t='inlineStr'><is><t>", "</t></is></c>", "</c>",
        "<v>1</v>", "<v>43000</v>", "<v>1e999</v>", "<v>x</v>", "<f>A1</f>", "<v></v>",
    ),
}  # fmt: skip
_WORDS = (
    "word", "Ünïcode", "a\u0301", "😀", "x" * 40, "ﬁ", "\x00", "\ud800", "\x1b[31m", "It ended. ",
    "The next forum will take place on 14 March 2019 in Brussels. ", "\u202e", "ال", "中文。",
    ".", "Registration closes on 5 May 2019.", "Dr. ", "Published on 3 May 2019\n", " ", "  \n",
)  # fmt: skip
_SEEDS = (
    "+++\ntitle = 'Third forum'\nheld_on = 2018-11-15\n[a]\nb = [1, 2]\n+++\n# Outcomes\n\n- one\n",
    "---\ntitle: Third forum\nheld_on: 2018-11-15\n---\n# Outcomes\n\n- one\n- two\n\nThe end.\n",
    "Title: Minutes\nDate: 15 November 2018\n\n1. Welcome\nThe chair opened.\n\n2. Next\n• a\n",
    "<html lang=en><head><title>T | Site</title></head><body><nav>menu</nav><main><h1>T</h1><table>"
    "<tr><td>a<td>b</table><dl><dt>Date<dd>15 May 2019</dl></main><footer>end</footer></body>",
    "Held 14-16 May 2019, from 30 April – 2 May 2019, on 15. März 2018 and 8-2-2018; 24.01.2022.",
)
_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
    )
)  # fmt: skip
_OFFICE_SPACES = " ".join(
    f'xmlns:{prefix}="http://schemas.openxmlformats.org/{name}"'
    for prefix, name in (
        ("w", "wordprocessingml/2006/main"), ("p", "presentationml/2006/main"),
        ("a", "drawingml/2006/main"), ("m", "officeDocument/2006/math"),
        ("mc", "markup-compatibility/2006"),
        ("r", "officeDocument/2006/relationships"),
    )
)  # fmt: skip
_SHAPE_HEAD = "<p:nvSpPr><p:cNvPr id='2' name='a'/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
_FRAME_HEAD = (
    "<p:nvGraphicFramePr><p:cNvPr id='4' name='t'/><p:cNvGraphicFramePr/><p:nvPr/>"
    "</p:nvGraphicFramePr><p:xfrm><a:off x='1' y='1'/><a:ext cx='5' cy='5'/></p:xfrm>"
)
_TABLE_HEAD = "<a:graphicData uri='http://schemas.openxmlformats.org/drawingml/2006/table'>"
_Target = Callable[[str, random.Random], None]


def _main() -> int:
    arguments = _arguments()
    names = [arguments.only] if arguments.only else list(_TARGETS)
    counts: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    slowest = (0.0, "", 0)
    detect_language("The first call reads the model, which is not to be timed.")
    began = time.monotonic()
    for number in range(arguments.inputs):
        if time.monotonic() - began > arguments.minutes * 60:
            print(f"stopped after {arguments.minutes} minutes, {number} inputs")
            outcomes["failed"] += 1
            break
        name = names[number % len(names)]
        started = time.monotonic()
        outcomes[_try(name, arguments.seed + number)] += 1
        seconds = time.monotonic() - started
        slowest = max(slowest, (seconds, name, arguments.seed + number))
        if seconds > arguments.limit:
            print(f"slow: {name} seed {arguments.seed + number} took {seconds:.2f} s")
            outcomes["failed"] += 1
        counts[name] += 1
    _report(counts, outcomes, slowest, time.monotonic() - began)
    return 1 if outcomes["failed"] else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Fuzz the parsers of text and the cutter.")
    parser.add_argument("--inputs", type=int, default=200_000, help="how many inputs in all")
    parser.add_argument("--seed", type=int, default=0, help="the first input's seed")
    parser.add_argument("--only", choices=list(_TARGETS), help="one target alone")
    parser.add_argument("--limit", type=float, default=5.0, help="most seconds for one input")
    parser.add_argument("--minutes", type=float, default=30.0, help="most minutes for all")
    return parser.parse_args()


def _report(
    counts: Counter[str], outcomes: Counter[str], slowest: tuple[float, str, int], seconds: float
) -> None:
    for name, count in counts.items():
        print(f"{name:14}{count:>9,} inputs")
    print(f"{'in all':14}{counts.total():>9,} inputs in {seconds:.0f} s")
    print(f"accepted {outcomes['fine']:,}, refused {outcomes['refused']:,}, "
          f"failed {outcomes['failed']:,}")  # fmt: skip
    print(f"slowest {slowest[0] * 1000:.0f} ms ({slowest[1]}, seed {slowest[2]})")


def _try(name: str, seed: int) -> str:
    """Give one input to its target: "fine", "refused" (a ForumbotError) or "failed"."""
    source = random.Random(seed)
    text = _input(name, source)
    try:
        _TARGETS[name](text, source)
    except ForumbotError:
        return "refused"
    except Exception:
        print(f"failed: {name} seed {seed}: {text[:200]!r}")
        traceback.print_exc(limit=-4, file=sys.stdout)
        return "failed"
    return "fine"


def _input(name: str, source: random.Random) -> str:
    atoms = _ATOMS.get(name) or source.choice(list(_ATOMS.values()))
    if source.random() < 0.3:
        return _mutated(source.choice(_SEEDS), atoms, source)
    pool = (*atoms, *atoms, *_WORDS)
    parts = source.choices(pool, k=source.randint(0, 40))
    if source.random() < 0.05:
        parts *= source.randint(2, 8)
    return "".join(parts)


def _mutated(text: str, atoms: tuple[str, ...], source: random.Random) -> str:
    for _ in range(source.randint(1, 8)):
        at = source.randint(0, len(text))
        change = source.randrange(4)
        if change == 0:
            text = text[:at] + source.choice((*atoms, *_WORDS)) + text[at:]
        elif change == 1:
            text = text[:at] + text[at + source.randint(1, 12) :]
        elif change == 2:
            text = text[:at] + chr(source.randint(0, 0xFFFF)) + text[at + 1 :]
        else:
            end = min(at + source.randint(1, 40), len(text))
            text = text[:end] + text[at:end] + text[end:]
    return text


def _front_matter(text: str, source: random.Random) -> None:
    metadata, body = split_front_matter(text)
    _must(text.endswith(body))
    extraction = lay_out(read_plain(body).pieces, metadata) if metadata else None
    if extraction is not None:
        describe("reports/x.md", extraction)


def _dates(text: str, source: random.Random) -> None:
    position = 0
    for found in find_dates(text):
        _must(position <= found.start < found.end <= len(text))
        _must(found.first <= found.last)
        position = found.end


def _html(text: str, source: random.Random) -> None:
    found = read_html(text)
    _check_extraction(lay_out(found.pieces, found.metadata, found.warnings), source)


def _markdown(text: str, source: random.Random) -> None:
    found = read_markdown(text)
    _check_extraction(lay_out(found.pieces, found.metadata), source)


def _plain(text: str, source: random.Random) -> None:
    found = read_plain(text)
    _check_extraction(lay_out(found.pieces, found.metadata), source)


def _layout(text: str, source: random.Random) -> None:
    """Pieces of every kind, level and page, as no adapter would give them."""
    step = source.randint(1, 30)
    pieces = [
        Piece(source.choice(list(BlockKind)), text[at : at + step], level=source.randint(0, 3),
              marker=source.choice(("•", "3.", "(iv)")), page=source.choice((None, 1, 7)))
        for at in range(0, len(text), step)
    ]  # fmt: skip
    _check_extraction(lay_out(pieces), source)


def _cutter(text: str, source: random.Random) -> None:
    extraction = lay_out(read_plain(text).pieces)
    _check_passages(_document(extraction, source), source)
    spans = sentence_spans(extraction.text, 0, len(extraction.text), "en")
    _must(all(before[1] <= after[0] for before, after in pairwise(spans)))


def _announcements(text: str, source: random.Random) -> None:
    extraction = lay_out(read_plain(text).pieces)
    document = _document(extraction, source)
    found = announcements([document], [], datetime(2019, 1, 1, tzinfo=UTC))
    render_announcements(found, "UTC")
    _must(all(document.text[one.start : one.end] == one.sentence for one in found))


def _must(holds: bool) -> None:
    if not holds:
        raise AssertionError


def _check_extraction(extraction: Extraction, source: random.Random) -> None:
    """Blocks rise and enclose clean text; what is said of the document can be written."""
    position = 0
    for block in extraction.blocks:
        _must(position <= block.line_start <= block.start < block.end <= len(extraction.text))
        _must(bool(extraction.text[block.start : block.end].strip()))
        position = block.end
    extraction.text.encode()
    if extraction.text and source.random() < 0.2:
        describe("pages/x.html", extraction).title.encode()
        _check_passages(_document(extraction, source), source)


def _document(extraction: Extraction, source: random.Random) -> Document:
    language = source.choice(("en", "de", "fr", "nl", "zz"))
    return Document(
        "x.md", "0" * 64, "Title", "report", language, extraction.text, extraction.blocks
    )


def _check_passages(document: Document, source: random.Random) -> None:
    """Each passage is a slice, and together they lose no visible character."""
    width = source.randint(1, 7)
    settings = PassagesConfig(source.randint(16, 60), source.randint(0, 12))
    passages = cut(document, lambda text: range(0, len(text), width), settings)
    _must(all(one.text == document.text[one.start : one.end] for one in passages))
    _must(all(one.text.strip() for one in passages))
    _must(not uncovered(document, passages))


def _file(name: str) -> _Target:
    """A target that reads the input as the bytes of a file."""

    def read(text: str, source: random.Random) -> None:
        raw = text.encode("utf-8", "surrogatepass")
        _check_extraction(
            extract(name, b"{\\rtf1 " + raw if name.endswith(".rtf") else raw), source
        )

    return read


def _open_document(text: str, source: random.Random) -> None:
    """The input as the body of a text, a presentation and a spreadsheet; what is open is closed."""
    parser = etree.XMLParser(recover=True)
    clean = re.sub("[^\t\n -\ud7ff\ue000-\ufffd]", "", text)
    for suffix, kind in (("odt", "text"), ("odp", "presentation"), ("ods", "spreadsheet")):
        content = f"<office:document-content {_SPACES}><office:body><office:{kind}>{clean}"
        root = etree.fromstring(content.encode(), parser)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as file:
            file.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
            file.writestr("content.xml", etree.tostring(root))
        with suppress(ForumbotError):
            _check_extraction(extract(f"a.{suffix}", out.getvalue()), source)


def _word(text: str, source: random.Random) -> None:
    """The input within a Word document, or within a footnote of it; what is open is closed."""
    within = source.choice(("", "<w:p>", "<w:p><w:r>", "<w:tbl><w:tr><w:tc>"))
    main = (
        "<w:document><w:body><w:p><w:r><w:t>word</w:t><w:footnoteReference w:id='1'/></w:r></w:p>"
    )
    note = "<w:footnotes><w:footnote w:id='1'>"
    is_note = source.random() < 0.2
    parts = {
        "word/document.xml": main if is_note else f"{main}{within}{text}",
        "word/footnotes.xml": f"{note}{within}{text}" if is_note else note,
    }
    raw = _with_parts(_WORD_FILE, {name: _closed(part) for name, part in parts.items()})
    _check_extraction(extract("a.docx", raw), source)


def _slides(text: str, source: random.Random) -> None:
    """The input among the shapes of a slide, or within one; what is open is closed."""
    head = (
        "<p:sld><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id='1' name=''/><p:cNvGrpSpPr/><p:nvPr/>"
        "</p:nvGrpSpPr><p:grpSpPr/>"
    )
    opening = f"<p:sp>{_SHAPE_HEAD}<p:spPr/><p:txBody><a:bodyPr/>"
    whole = f"{opening}<a:p><a:r><a:t>word</a:t></a:r></a:p></p:txBody></p:sp>"
    table = f"<p:graphicFrame>{_FRAME_HEAD}<a:graphic>{_TABLE_HEAD}<a:tbl><a:tblGrid/>"
    within = source.choice(
        ("", opening, f"{opening}<a:p>", f"{opening}<a:p><a:r>", table,
         f"{table}<a:tr h='1'><a:tc><a:txBody><a:bodyPr/><a:p>")
    )  # fmt: skip
    raw = _with_parts(
        _SLIDE_FILE, {"ppt/slides/slide1.xml": _closed(f"{head}{whole}{within}{text}")}
    )
    _check_extraction(extract("a.pptx", raw), source)


def _closed(text: str) -> bytes:
    """XML of Office in which whatever is open is closed."""
    clean = re.sub("[^\t\n -\ud7ff\ue000-\ufffd]", "", text)
    first, rest = clean.split(">", 1)
    root = etree.fromstring(
        f"{first} {_OFFICE_SPACES}>{rest}".encode(), etree.XMLParser(recover=True)
    )
    return etree.tostring(root)


def _with_parts(raw: bytes, parts: dict[str, bytes]) -> bytes:
    """An Office file with some of its parts in the place of others, or beside them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def _word_file() -> bytes:
    """A Word document with a part for footnotes."""
    out = io.BytesIO()
    docx.Document().save(out)
    links = "word/_rels/document.xml.rels"
    with zipfile.ZipFile(out) as file:
        data = file.read(links)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    link = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    return _with_parts(out.getvalue(), {
        links: data.replace(b"</Relationships>", link.encode()),
        "word/footnotes.xml": _closed("<w:footnotes>"),
    })  # fmt: skip


def _slide_file() -> bytes:
    """A presentation of one slide."""
    deck, out = pptx.Presentation(), io.BytesIO()
    deck.slides.add_slide(deck.slide_layouts[1])
    deck.save(out)
    return out.getvalue()


def _epub(text: str, source: random.Random) -> None:
    """The input as the chapter of a book, and as the name and the day of it."""
    clean = re.sub("[^\t\n -\ud7ff\ue000-\ufffd]", "", text)
    named = escape(clean[:60], {"'": "&apos;"})
    package = (
        f"<package xmlns='http://www.idpf.org/2007/opf' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        f"<metadata><dc:title>{named}</dc:title><dc:date>{named}</dc:date></metadata><manifest>"
        f"<item id='a' href='a.xhtml'/><item id='b' href='{named}'/></manifest>"
        f"<spine><itemref idref='a'/><itemref idref='b'/></spine></package>"
    )
    container = (
        "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
        "<rootfile full-path='p.opf'/></rootfiles></container>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("mimetype", "application/epub+zip")
        file.writestr("META-INF/container.xml", container)
        file.writestr("p.opf", package.encode())
        file.writestr("a.xhtml", clean.encode())
    _check_extraction(extract("a.epub", out.getvalue()), source)


def _archived_page(text: str, source: random.Random) -> None:
    """The input as a part of a web page that was saved with what belongs to it."""
    kind = source.choice(("text/html", "text/plain", "image/png", "x"))
    head = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n"
    page = "--a\nContent-Type: text/html\n\n<p>word</p>\n--a--\n"
    raw = f"{head}\n--a\nContent-Type: {kind}\n\n{text}\n{page}"
    _check_extraction(extract("a.mht", raw.encode("utf-8", "surrogatepass")), source)


def _sidecar(text: str, source: random.Random) -> None:
    """The input as what is stated beside a document, and of all of them in one file."""
    raw = text.encode("utf-8", "surrogatepass")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.joinpath("a.md.yaml").write_bytes(raw)
        folder.joinpath("documents.yaml").write_bytes(text[::-1].encode("utf-8", "surrogatepass"))
        found = read_corrections(folder, ["a.md", "b.pdf"])
    extraction = lay_out(read_plain("Report\n\nFerns were planted.\n").pieces)
    with suppress(ForumbotError):
        describe("a.md", extraction, found.of("a.md")).title.encode()


def _scan(text: str, source: random.Random) -> None:
    """The input as what tesseract tells of the words of a page."""
    page = Page(1, 595.0, 842.0)
    _must(all(found.word.text.strip() for found in words_of(f"level\n{text}", page)))


def _pdf(text: str, source: random.Random) -> None:
    """The input as the content of two pages of a PDF."""
    content = b"BT /F1 10 Tf " + text.encode("cp1252", "replace") + b" ET"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
    page += b"/Resources<</Font<</F1 5 0 R>>>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 2/Kids[3 0 R 3 0 R]>>", page,
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content), font,
    ]  # fmt: skip
    raw = b"%PDF-1.4\n" + b"".join(
        b"%d 0 obj%s\nendobj\n" % (number, one) for number, one in enumerate(objects, start=1)
    )
    _check_extraction(extract("a.pdf", raw + b"trailer<</Root 1 0 R>>\n%%EOF\n"), source)


def _workbook(text: str, source: random.Random) -> None:
    """The input as the rows of a sheet; what is open is closed."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    clean = re.sub("[^\t\n -\ud7ff\ue000-\ufffd]", "", text)
    body = f'<worksheet xmlns="{main}"><sheetData>{clean}'
    root = etree.fromstring(body.encode(), etree.XMLParser(recover=True))
    out = io.BytesIO()
    workbook = Workbook()
    workbook.save(out)
    changed = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            new.writestr(name, etree.tostring(root) if is_sheet else old.read(name))
    _check_extraction(extract("a.xlsx", changed.getvalue()), source)


_WORD_FILE, _SLIDE_FILE = _word_file(), _slide_file()
_TARGETS: dict[str, _Target] = {
    "csv": _file("a.csv"),
    "rtf": _file("a.rtf"),
    "mail": _file("a.eml"),
    "mht": _archived_page,
    "epub": _epub,
    "sidecar": _sidecar,
    "scan": _scan,
    "docx": _word,
    "pptx": _slides,
    "odt": _open_document,
    "pdf": _pdf,
    "xlsx": _workbook,
    "front_matter": _front_matter,
    "dates": _dates,
    "html": _html,
    "markdown": _markdown,
    "plain": _plain,
    "layout": _layout,
    "cutter": _cutter,
    "announcements": _announcements,
}

if __name__ == "__main__":
    sys.exit(_main())
