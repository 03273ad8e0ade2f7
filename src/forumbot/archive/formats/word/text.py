"""The running text of a Word paragraph, over all the wrappers that its runs may stand in."""

from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from forumbot.archive.formats.footnotes import RAISED
from forumbot.archive.formats.formulas import MATHS, formula_text
from forumbot.archive.formats.struck import marked
from forumbot.archive.formats.word.styles import Style, Styles, W, is_on, value, whole

_DIAGRAM_LINK = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_CHART_LINK = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_PICTURE_DATA = "{urn:schemas-microsoft-com:vml}imagedata"
_LEFT_OUT = frozenset(
    f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "rt")
)
_SYMBOLS = dict(
    zip(
        ("f0fe", "f052", "f0a8", "f06f", "f0fc", "f0fb", "f0e0", "f0e8", "f04a", "f0b0", "f0d8"),
        "☑☑☐☐✓✗→→☺°➢",
        strict=True,
    )
)


@dataclass(slots=True)
class RunningText:
    """What was read of a paragraph: its words and looks, and what hangs on it.

    ``sizes`` counts characters by type size in half points, ``bold`` those that are bold and
    ``underlined`` those that are underlined, other than by a style, as links are.
    ``notes`` are kind and id of footnotes and endnotes, ``drawn`` the relationship ids of
    diagrams and charts, ``pictures`` what is said of pictures.
    """

    words: list[str] = field(default_factory=list)
    sizes: Counter[int] = field(default_factory=Counter)
    bold: int = 0
    underlined: int = 0
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    hides: bool = False

    @property
    def text(self) -> str:
        """The words, with line feeds for line breaks, and with the marks of those struck out."""
        return "".join(self.words)

    @property
    def size(self) -> int:
        """The type size of most of its characters in half points, 0 where it has none."""
        return self.sizes.most_common(1)[0][0] if self.sizes else 0

    @property
    def is_bold(self) -> bool:
        """Whether all of its visible characters are bold."""
        return 0 < self.bold == self.sizes.total()

    @property
    def is_underlined(self) -> bool:
        """Whether all of its visible characters are underlined."""
        return 0 < self.underlined == self.sizes.total()


class RunReader:
    """Reads paragraphs into running text."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles

    def read(self, paragraph: etree._Element, into: RunningText) -> None:
        """Add a paragraph's text; what tracked changes deleted and what is hidden is left out."""
        style = self._styles.of(paragraph)
        stack = list(reversed(paragraph))
        while stack:
            node = stack.pop()
            if not isinstance(node.tag, str) or node.tag in _LEFT_OUT or is_prompt(node):
                continue
            if node.tag == f"{W}r":
                self._run(node, into, style)
            elif node.tag == f"{MATHS}oMath":
                into.words.append(formula_text(node))
            else:
                stack.extend(reversed(node))

    def _run(self, run: etree._Element, into: RunningText, style: Style) -> None:
        looks = run.find(f"{W}rPr")
        if self._is_hidden(looks, style):
            into.hides = into.hides or any((text.text or "").strip() for text in run.iter(f"{W}t"))
            return
        before = len(into.words)
        for node in run:
            self._content(node, into)
        if value(looks, "vertAlign") == "superscript":
            into.words[before:] = [word.translate(RAISED) for word in into.words[before:]]
        visible = sum(len("".join(word.split())) for word in into.words[before:])
        if visible:
            into.sizes[whole(value(looks, "sz")) or style.size] += visible
            into.bold += visible if self._is_bold(looks, style) else 0
            into.underlined += visible if (value(looks, "u") or "none") != "none" else 0
        if is_on(looks, "strike") or is_on(looks, "dstrike"):
            into.words[before:] = [marked("".join(into.words[before:]))]

    def _is_hidden(self, looks: etree._Element | None, style: Style) -> bool:
        """Whether a run is not shown, by itself or by a style."""
        own = is_on(looks, "vanish")
        if own is not None:
            return own
        return style.is_hidden or self._styles.named(value(looks, "rStyle") or "").is_hidden

    def _is_bold(self, looks: etree._Element | None, style: Style) -> bool:
        own = is_on(looks, "b")
        if own is not None:
            return own
        return style.is_bold or self._styles.named(value(looks, "rStyle") or "").is_bold

    def _content(self, node: etree._Element, into: RunningText) -> None:
        name = node.tag.removeprefix(W) if isinstance(node.tag, str) else ""
        if name == "t":
            into.words.append(node.text or "")
        elif name in ("tab", "ptab"):
            into.words.append("\t")
        elif name in ("br", "cr"):
            into.words.append("\n")
        elif name == "noBreakHyphen":
            into.words.append("-")
        elif name == "sym":
            into.words.append(_symbol(node.get(f"{W}char", "")))
        elif name in ("footnoteReference", "endnoteReference"):
            into.notes.append((name.removesuffix("Reference"), node.get(f"{W}id", "")))
        elif name == "fldChar":
            into.words.append(_filled_in(node))
        elif name == "ruby":
            into.words += [text.text or "" for text in node.iterfind(f"{W}rubyBase/{W}r/{W}t")]
        else:
            _drawing(node, into)


def _drawing(drawing: etree._Element, into: RunningText) -> None:
    """Note boxes, charts, diagrams and pictures of a drawing; boxes in boxes are their own."""
    stack = [drawing]
    while stack:
        node = stack.pop()
        if node.tag == f"{W}txbxContent":
            into.boxes.append(node)
        elif node.tag == _CHART_LINK:
            into.drawn.append(node.get(f"{_RELATION}id", ""))
        elif node.tag == _DIAGRAM_LINK:
            into.drawn.append(node.get(f"{_RELATION}dm", ""))
        else:
            if node.tag in (_DRAWN, _PICTURE_DATA):
                into.pictures += _said_of_picture(node)
            stack.extend(reversed(node))


def _said_of_picture(node: etree._Element) -> list[str]:
    """What is said of the picture that a drawing or a shape of old holds, if it holds one."""
    holder = node.getparent()
    if holder is None or (node.tag == _DRAWN and next(holder.iter(_PICTURE), None) is None):
        return []
    return [holder.get("alt", "") if node.tag == _PICTURE_DATA else node.get("descr", "")]


def _filled_in(field: etree._Element) -> str:
    """What was ticked or chosen in a field of a form, whose result is no text."""
    form = field.find(f"{W}ffData")
    box = None if form is None else form.find(f"{W}checkBox")
    if box is not None:
        stated = is_on(box, "checked")
        return "☑" if (is_on(box, "default") if stated is None else stated) else "☐"
    choices = None if form is None else form.find(f"{W}ddList")
    if choices is None:
        return ""
    chosen = whole(value(choices, "result")) or whole(value(choices, "default")) or 0
    entries = [one.get(f"{W}val", "") for one in choices.iterfind(f"{W}listEntry")]
    return entries[chosen] if 0 <= chosen < len(entries) else ""


def _symbol(code: str) -> str:
    """A character of a font of symbols: its ordinary likeness, else itself."""
    try:
        return _SYMBOLS.get(code.lower()) or chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""


def is_prompt(node: etree._Element) -> bool:
    """Whether a form's field still shows its prompt, such as "Click here to enter text"."""
    return node.tag == f"{W}sdt" and is_on(node, "sdtPr/showingPlcHdr") is True
