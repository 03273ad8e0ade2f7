from forumbot.archive.formats.footnotes import with_notes_apart
from forumbot.archive.formats.markdown import read_markdown
from forumbot.archive.layout import lay_out

SOURCE = """\
# Minutes

The meadow was bought in 2021[^b], as the board[^1] had proposed.

[^1]: The board of the *trust*,
    elected in May.
[^b]: https://example.org/deed

Nobody was against.[^none]

```
kept[^1] as it is
```
"""


def test_notes_stand_by_themselves_under_their_numbers() -> None:
    """Sentences go without references, notes are counted as referred to, one-word ones too."""
    text = lay_out(read_markdown(SOURCE).pieces).text
    assert text.split("\n\n") == [
        "Minutes",
        "The meadow was bought in 2021, as the board had proposed.",
        "² The board of the trust, elected in May.",
        "¹ https://example.org/deed",
        "Nobody was against.",
        "kept[^1] as it is",
    ]


def test_a_source_without_notes_stays_as_it_is() -> None:
    """Brackets that define nothing are text."""
    for source in ("no notes at all", "a[^1] and [^2]", "```\n[^1]: code\n```"):
        assert with_notes_apart(source) == source
