"""What stands around a question and asks nothing: greetings, thanks, mentions, markdown, emoji."""

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from forumbot.language.levelling import level
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import derived, parsed, table, tables

_WORD = re.compile(r"\w")
_FENCE = re.compile(r"```(?:\w+\n)?")
_CODE = re.compile(r"(`+)([^`\n]+)\1")
_QUOTED = re.compile(r"^[ \t]*>(?:>>)?[ \t]+", re.MULTILINE)
_HEADING = re.compile(r"^[ \t]*(?:#{1,3}|-#)[ \t]+(?=\S)", re.MULTILINE)
_LINK = re.compile(r"\[([^\][\n]+)\]\(<?https?://[^()\s]+>?\)")
_EMPHASIS = (
    re.compile(r"(\*\*|__|~~|\|\|)(?=\S)([^\n]+?)(?<=\S)\1"),
    re.compile(r"(?<![\w*])(\*)(?=[^\s*])([^*\n]+)(?<=[^\s*])\1(?![\w*])"),
    re.compile(r"(?<![\w_])(_)(?=[^\s_])([^_\n]+)(?<=[^\s_])\1(?![\w_])"),
)
_MENTION = re.compile(
    r"<(?:@[!&]?|#)\d+>|<a?:\w+:\d+>|<t:-?\d+(?::\w)?>|</[^:>\n]+:\d+>|(?<!\S)@(?:everyone|here)\b"
)
_KEYCAP = re.compile("([0-9#*])\ufe0f?\u20e3")
_PICTURE = "[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\u231a\u231b\u23e9-\u23fa]"
_EMOJI = re.compile(f"(?:{_PICTURE}[\ufe0e\ufe0f\u200d\U000e0020-\U000e007f]*)+")
_SHORTCODE = re.compile(r"(?<!\S):(?=\w*[a-z])\w{2,32}:(?!\S)")
_EMOTICON = re.compile(
    r"(?<!\S)(?:[:;=]['’]?-?[()DPpOo/\\|]+|x+D+|\^_*\^|<3+)(?!\S)|(?<=\w)[:;]['’]?-?[()DP]+\s*\Z",
    re.IGNORECASE,
)
# Signs that part what is said beside a question from the question; "?" belongs to what it ends.
_SIGN = r"(?:[,;:!…\n¡¿]|\.(?!\w)|(?<=\s)[–—-]+(?=\s))"
_NUMBER = re.compile(r"\W*\d{1,3}\W*")
# Set by hand: "wert" is a word of four letters along a row, "thnks" one of five without a vowel.
_LEAST_RUN, _LEAST_VOWELLESS = 5, 6
_ROWS = ("qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "qsdfghjklm", "zxcvbnm", "yxcvbnm")
_STARTS = frozenset({"qwer", "asdf", "zxcv", "yxcv", "jkl", "hjkl", "fghj"})
_VOWEL = re.compile(r"[aeiouy]|[^\x00-\x7f]")
# Set by hand: what somebody remarks of themselves beside a question is a sentence.
_LONGEST_REMARK = 100
_ASKING = (
    "who", "when", "where", "how_many", "how_much", "how_long", "how_big", "which", "what", "why",
    "how",
)  # fmt: skip


def kernel(message: str) -> str:
    """The question of a message; the message itself where nothing stands around a question.

    What is marked up loses its marks alone; lines that quote others go where there are lines of
    one's own. What is left holds a word wherever the message does.
    """
    text = message
    for step in (_unmarked, _without_quoted, _without_pictures, _without_manners):
        text = _kept(step, text)
    return text if text == message else kernel(text)


def greeted_in(message: str, spoken: str = "") -> str | None:
    """The language with the longest greeting, thanks or farewell in a message; None without one.

    Of languages that share it, it is the one that is ``spoken``.
    """
    found = {
        code: len(held[0]) for code, one in _greetings().items() if (held := one.search(message))
    }
    return max(found, key=lambda code: (found[code], code == spoken)) if found else None


def is_opening(message: str) -> bool:
    """Whether a message is a greeting that opens a conversation, and nothing else."""
    return _opening().fullmatch(message) is not None


def noted_in(message: str) -> str | None:
    """The language of a message that only takes note, as "ok" does; None where it may ask."""
    return next((code for code, one in _noted().items() if one.fullmatch(message)), None)


def asks_existence(message: str) -> bool:
    """Whether a message opens by asking if there is anything of a name: "is there a map?"."""
    return _exists().match(message) is not None


def is_mashed(message: str) -> bool:
    """Whether a message is a bare number of up to three digits, or keys hit at random alone."""
    said = level(message).split()
    return _NUMBER.fullmatch(message) is not None or (bool(said) and all(map(_is_mashed, said)))


def _is_mashed(word: str) -> bool:
    """Whether a word runs along a row of the keyboard, or goes on without a vowel."""
    letters = word.strip("?!.,;")
    runs = any(letters in row or letters[::-1] in row for row in _ROWS)
    is_run = runs and len(letters) >= _LEAST_RUN
    is_vowelless = len(letters) >= _LEAST_VOWELLESS and _VOWEL.search(letters) is None
    return letters.isalpha() and (is_run or is_vowelless or letters in _STARTS)


@derived
def _noted() -> dict[str, re.Pattern[str]]:
    said = {code: one_of(ways(row.get("noted", ()))) for code, row in _table().items()}
    return {code: compiled(rf"\W*{one}\W*") for code, one in said.items()}


@derived
def _exists() -> re.Pattern[str]:
    said = one_of(way for one in tables() for way in ways(one.asking.get("exists", ())))
    return compiled(rf"\W*{said}(?!\w)")


@derived
def _opening() -> re.Pattern[str]:
    opening, addressee = (
        one_of(way for one in _table().values() for way in ways(one[key]))
        for key in ("opening", "addressee")
    )
    return compiled(rf"\W*{opening}(?:\W+{addressee})?\W*")


@derived
def _greetings() -> dict[str, re.Pattern[str]]:
    keys = ("opening", "aside", "softener")
    said = {code: [way for key in keys for way in row[key]] for code, row in _table().items()}
    return {
        code: compiled(rf"(?<![\w-]){one_of(ways(one))}(?![\w-])") for code, one in said.items()
    }


def _kept(step: Callable[[str], str], text: str) -> str:
    """What a step leaves of a text, the text where that holds no word."""
    left = step(text)
    return left if _WORD.search(left) else text


def _unmarked(text: str) -> str:
    text = _CODE.sub(r"\2", _FENCE.sub("\n", text)) if "`" in text else text
    text = _LINK.sub(r"\1", _HEADING.sub("", text))
    for marks in _EMPHASIS:
        text = marks.sub(r"\2", text)
    return text


def _without_quoted(text: str) -> str:
    """The lines of one's own; without any, those that are quoted, without their marks."""
    own = [line for line in text.split("\n") if not _QUOTED.match(line)]
    rest = "\n".join(own)
    return rest if _WORD.search(rest) else _QUOTED.sub("", text)


def _without_pictures(text: str) -> str:
    text = _MENTION.sub(" ", text)
    text = _EMOJI.sub(" ", _KEYCAP.sub(r"\1 ", text))
    return _EMOTICON.sub(" ", _SHORTCODE.sub(" ", text))


def _without_manners(text: str) -> str:
    """The text without what is polite at either end; the text where nothing else is left."""
    patterns, alone = _manners()
    left, before = text, ""
    while left != before:
        before = left
        for pattern, put in patterns:
            left = pattern.sub(put, left, count=1)
    return text if alone.fullmatch(left) else left


@derived
def _manners() -> tuple[tuple[tuple[re.Pattern[str], str], ...], re.Pattern[str]]:
    """What is taken off a text and what comes in its place, and how a text of manners alone is."""
    keys = (
        "opening", "addressee", "aside", "softener", "request", "whether", "filler", "remark",
        "signed",
    )  # fmt: skip
    opening, addressee, aside, softener, request, whether, filler, remark, signed = (
        one_of(way for one in _table().values() for way in ways(one.get(key, ()))) for key in keys
    )
    cues = (cue for code in _table() for key in _ASKING for cue in table(code).questions[key])
    # A question word stands behind a preposition at most: "in which city".
    asked = rf"(?:\w{{1,5}}\s+)?{one_of({way for way in ways(cues) if ' ' not in way})}"
    idle = f"(?:{aside}|{addressee}|{filler})"
    start, rest = r"\A[\s,;:!.…¡¿–—-]*", rf"(?!\w)(?:\s|{_SIGN})*"
    called = rf"(?:\s+@?(?:bot|forumbot)(?![\w-])|\s+{addressee}(?=\s*(?:{_SIGN}|\Z)))?"
    # What ends a question stays: "when was it, please?".
    end = rf"(?!\w)(?:\s|{_SIGN})*(?P<sign>\?*)(?:\s|{_SIGN})*\Z"
    taken = (
        (compiled(rf"{start}{opening}(?![\w’'-]){called}{rest}"), ""),
        (compiled(rf"{start}{aside}\s*(?:{_SIGN}|\?)(?:\s|{_SIGN})*"), ""),
        # "lol when was it", "guys who spoke": no sign parts them, but a question word follows.
        (compiled(rf"{start}(?:{idle}{rest}(?<=\W)){{1,4}}(?={asked}(?!\w))"), ""),
        (compiled(rf"{start}{softener}(?![\w’'-]){rest}"), ""),
        (compiled(rf"{start}{request}(?!\w)(?:\s|[,:¿])*(?=(?:{asked}|{whether})(?!\w))"), ""),
        # "For how long, dear bot, is it open": what it is said to stands between two commas.
        (compiled(rf"(?<=\w)\s*,\s*{opening}\s*,\s+(?=\w)"), " "),
        (compiled(rf"(?:(?<=\?)|\s*{_SIGN})(?:\s|{_SIGN})*{aside}{end}"), r"\g<sign>"),
        (compiled(rf"(?:\s|{_SIGN})+(?<!\w){softener}{end}"), r"\g<sign>"),
        # "Who won it? LG Tom": a greeting behind the question, with a name or without.
        (compiled(rf"(?<=[?!.])\s*{signed}(?!\w)[\s,]*(?:\w+\s*){{0,2}}\W*\Z"), ""),
        # "When did it end? I see two different dates."
        (compiled(rf"(?<=\?)\s*{remark}(?!\w)[^?\n]{{0,{_LONGEST_REMARK}}}\Z"), ""),
        (
            compiled(
                rf"{start}{remark}(?!\w)[^?.!;\n]{{0,{_LONGEST_REMARK}}}[.!;:]+\s+"
                rf"(?={asked}(?!\w))"
            ),
            "",
        ),
    )
    alone = compiled(rf"\W*(?:{opening}|{addressee}|{aside}|{softener})?\W*")
    return taken, alone


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    manners: dict[str, dict[str, list[str]]] = parsed(files("forumbot.language") / "manners.yaml")
    return manners
