import time
from datetime import UTC, date, datetime

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.archive.front_matter import parse_yaml_mapping, split_front_matter
from forumbot.errors import RefusedError

TOKENS = [
    "---\n", "title: ", "x", "\n", "&a ", "*a", "[", "]", "{", "}", "- ", "? ", ": ",
    "'", '"', "#", "|", ">", "<<: ", "\n\n", "<!--", "-->", "Date: ", "\t", "%", "@",
    "...",
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "metadata", "body"),
    [
        ("---\ntitle: A\n---\nbody\n", {"title": "A"}, "body\n"),
        ("---  \ntitle: A\n...\nbody", {"title": "A"}, "body"),
        ("\ufeff---\ntitle: A\n---\n\nbody", {"title": "A"}, "\nbody"),
        ("---\ntitle: A\n---", {"title": "A"}, ""),
        ("---\n---\nbody", {}, "body"),
        ("---\n# a remark alone\n---\nbody", {}, "body"),
        ("---\nheld_on: 2018-11-15\n---\n", {"held_on": date(2018, 11, 15)}, ""),
        ("---\n2018: x\n---\n", {"2018": "x"}, ""),
        ("---\na: |\n  one\n  ---\n  two\n---\nbody", {"a": "one\n---\ntwo\n"}, "body"),
    ],
)
def test_yaml_between_fences(source: str, metadata: dict[str, object], body: str) -> None:
    """What stands between the fences is metadata, the rest is the body, to the character."""
    assert split_front_matter(source) == (metadata, body)


@pytest.mark.parametrize(
    ("source", "metadata", "body"),
    [
        (
            "Title: Third forum\nDate: 15 November 2018\n\nIt took place.",
            {"title": "Third forum", "date": "15 November 2018"},
            "It took place.",
        ),
        ("\ufeffSource: https://example.org\n\nbody", {"source": "https://example.org"}, "body"),
        (
            "<!-- source: https://example.org | date: 2019-03-08 -->\n# Title",
            {"source": "https://example.org", "date": "2019-03-08"},
            "\n# Title",
        ),
    ],
)
def test_headers_of_plain_files(source: str, metadata: dict[str, object], body: str) -> None:
    """Lines of known keys, or a comment of them, at the very top are metadata as well."""
    assert split_front_matter(source) == (metadata, body)


@pytest.mark.parametrize(
    "source",
    [
        "",
        "Just text.",
        "Title: A\nand prose\n\nbody",
        "Title: A\nTitle: B\n\nbody",
        "Outcome: A\n\nbody",
        "Title: A",
        "Title:\n\nbody",
        "<!-- a remark: of no known key -->\nbody",
        "<!-- plain remark -->\nbody",
        "text\n---\ntitle: A\n---\n",
        "----\ntitle: A\n----\n",
        "---\n\nA rule and no front matter.",
        "---\n\nNote: a rule and no front matter.",
        "---\nhttps://example.org",
    ],
)
def test_text_that_only_looks_like_a_header_stays_text(source: str) -> None:
    """Nothing of a body is taken for metadata unless all of it is unmistakable."""
    assert split_front_matter(source) == ({}, source)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("---\n  title: a: b\n---\n", "line 2: mapping values are not allowed here"),
        ("---\nkind: report\nplace: *x\n---\n", r"line 3: aliases \(\*name\) are not read"),
        ("---\nkind: &k report\nplace: *k\n---\n", r"line 3: aliases \(\*name\) are not read"),
        ("---\nkind: report\nthemes: [a, b\n---\n", "line 4: "),
        ("---\nkind: report\n\tplace: x\n---\n", "line 3: "),
        ('---\ntitle: "never closed\n---\n', "line [34]: "),
        ("---\n- a list\n---\n", "line 2: 'key: value' lines are expected"),
        ("---\njust words\n---\n", "line 2: 'key: value' lines are expected"),
        ("---\nx: !!python/object/apply:os.getcwd []\n---\n", "line 2: could not determine"),
        ("---\n[a]: b\n---\n", "line 2: "),
        ("---\ntitle: A\nno fence below", "opens with '---' on line 1 and is never closed"),
        ("--- \ntitle: x\nbody", "opens with '---' on line 1 and is never closed"),
        ("---\n\ntitle: x\nbody", "is never closed"),
        ("---\n# a remark\ntitle: x\nbody", "is never closed"),
        ("---\nkind: report\ntitle: a\u0007b\n---\n", "line 3: special characters are not allowed"),
        ("---\ntitle: a\nkind: b\ntitle: c\n---\n", "line 4: the key 'title' is given twice"),
        ("---\n2018: a\n'2018': b\n---\n", "line 3: the key '2018' is given twice"),
        ("---\na: {b: 1, b: 2}\n---\n", "line 2: the key 'b' is given twice"),
        ('---\ntitle: x\nedition: !!int ""\n---\n', "line 3: the value is no int"),
        ('---\ntitle: x\nedition: !!float ""\n---\n', "line 3: the value is no float"),
        ("---\ntitle: x\nedition: !!bool maybe\n---\n", "line 3: the value is no bool"),
        ("---\ntitle: x\nheld_on: !!timestamp soon\n---\n", "line 3: the value is no timestamp"),
        ("---\ntitle: !!map x\n---\n", "line 2: expected a mapping node"),
        ("---\nedition: 1000000000000000000\n---\n", "line 2: the number has more than 18 digits"),
        (
            "---\nedition: 0x" + "f" * 5_000 + "\n---\n",
            "line 2: the number has more than 18 digits",
        ),
        ("---\ntitle: " + "x" * 70_000 + "\n---\n", "longer than 65536 characters"),
        ("---\na: " + "[" * 3_000 + "\n---\n", "front matter "),
        ("---\nx: " + "9" * 6_000 + "\n---\n", "front matter "),
    ],
)
def test_broken_front_matter_is_refused_with_line_and_reason(source: str, reason: str) -> None:
    """Each way of breaking it gives one line that says where in the file and what."""
    with pytest.raises(RefusedError, match=reason) as refusal:
        split_front_matter(source)
    assert "\n" not in str(refusal.value)


def test_a_bomb_of_aliases_is_refused_before_it_expands() -> None:
    """Nested references, which would grow to billions of words, are not followed."""
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(RefusedError, match="line 2: aliases"):
        parse_yaml_mapping(bomb, first_line=1)


def test_instants_are_read_as_such() -> None:
    """YAML's own dates and times come out as dates and times."""
    found = parse_yaml_mapping("held_on: 2018-11-15 09:30:00\n", first_line=1)
    assert found == {"held_on": datetime(2018, 11, 15, 9, 30)}


class _DumperWithoutAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


scalars = (
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
    | st.integers(-(10**6), 10**6)
    | st.dates(date(1900, 1, 1), date(2100, 1, 1))
    | st.none()
    | st.booleans()
)
keys = st.from_regex(r"[a-z_]{1,12}", fullmatch=True).filter(
    lambda key: key not in ("y", "n", "yes", "no", "on", "off", "true", "false", "null", "_")
)


@examples(150)
@given(
    st.dictionaries(keys, scalars | st.lists(scalars, max_size=3), min_size=1, max_size=5),
    st.text(max_size=50),
)
def test_metadata_written_by_yaml_comes_back_with_its_body(
    metadata: dict[str, object], body: str
) -> None:
    """What a YAML writer puts between fences is read as it was, and the body is untouched."""
    written = yaml.dump(metadata, Dumper=_DumperWithoutAliases, allow_unicode=True)
    assert split_front_matter(f"---\n{written}---\n{body}") == (metadata, body)


@examples(300)
@given(
    st.text(max_size=100)
    | st.lists(
        st.sampled_from(TOKENS),
        max_size=25,
    ).map("".join)
)
def test_any_text_is_split_or_refused(source: str) -> None:
    """Nothing but a refusal ever comes of strange input, and the body is the text's own end."""
    try:
        _metadata, body = split_front_matter(source)
    except RefusedError:
        return
    assert source.endswith(body)


@pytest.mark.parametrize("source", ["<!--" + ": " * 50_000, "Title: a" + " " * 100_000 + "b\n\nc"])
def test_a_long_line_at_the_top_costs_no_more_than_its_length(source: str) -> None:
    """An unclosed comment full of colons, or a value full of spaces, is passed over at once."""
    started = time.process_time()
    split_front_matter(source)
    assert time.process_time() - started < 1


def test_a_title_with_a_colon_needs_no_quotation_marks() -> None:
    """What people write as a title is one, while a quoted one and a list stay what they are."""
    source = '---\ntitle: Third forum: closer "links"\nurl: "a: b"\ntags: [c, "d: e"]\n---\nText'
    metadata, _body = split_front_matter(source)
    assert metadata == {
        "title": 'Third forum: closer "links"', "url": "a: b", "tags": ["c", "d: e"],
    }  # fmt: skip


def test_the_header_of_a_mail_gives_its_subject_and_its_day_and_stays_in_the_text() -> None:
    """A mail that was kept as text is called by its subject, without what answering put there."""
    mail = "From: a@example.org\nTo: b@example.org,\n c@example.org\nSubject: Re: Fwd: The list\n"
    text = f"{mail}Date: Wed, 12 May 2021 09:00:00 +0200\n\nHello."
    metadata, body = split_front_matter(text)
    assert metadata == {"title": "The list", "published_on": "Wed, 12 May 2021 09:00:00 +0200"}
    assert body == text
    assert split_front_matter("From: a\n\nHello.") == ({}, "From: a\n\nHello.")


def test_toml_between_plus_signs_is_read() -> None:
    """As Hugo writes it, with dates, lists and tables."""
    source = '+++\ntitle = "Fourth"\nheld_on = 2021-05-10\ntags = ["a", "b"]\n+++\n\nText.\n'
    metadata, body = split_front_matter(source)
    assert metadata == {"title": "Fourth", "held_on": date(2021, 5, 10), "tags": ["a", "b"]}
    assert body.strip() == "Text."


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2024-02-31", "2024-02-31"),
        ("2024-13-01", "2024-13-01"),
        ("2024-02-30T10:00:00Z", "2024-02-30T10:00:00Z"),
        ("2024-02-28 25:00:00", "2024-02-28 25:00:00"),
        ("25:61:00", "25:61:00"),
        ("[2024-02-28, 2024-02-31]  # the 31st", [date(2024, 2, 28), "2024-02-31"]),
        ("2024-02-29", date(2024, 2, 29)),
        ("2024-02-29T10:00:00z", datetime(2024, 2, 29, 10, tzinfo=UTC)),
        ("'of 2024-02-31'", "of 2024-02-31"),
        (r'"as \"2024-02-31\""', 'as "2024-02-31"'),
        ('"""\n2024-02-31\n"""', "2024-02-31\n"),
        ("'''2024-02-31'''", "2024-02-31"),
        ("1.5", 1.5),
        ("-10", -10),
    ],
)
def test_a_day_of_toml_that_there_is_not_is_text(written: str, value: object) -> None:
    """As in YAML: the document is read, and what reads its days warns of it."""
    metadata, body = split_front_matter(f"+++\nheld_on = {written}\ntitle = 'A'\n+++\nText.")
    assert metadata == {"held_on": value, "title": "A"}
    assert body == "Text."


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("+++\ntitle = \n+++\nText", "line 2"),
        ("+++\ntitle = 'a'\nText", "never closed"),
        ("+++\na = '" + "x" * 70_000 + "'\n+++\n", "longer than"),
        ("+++\na = " + "[" * 60_000 + "\n+++\n", "front matter"),
    ],
)
def test_toml_that_cannot_be_read_is_refused_with_the_reason(source: str, told: str) -> None:
    """Where and why; nesting does no harm."""
    with pytest.raises(RefusedError, match=told):
        split_front_matter(source)


def test_a_rule_of_plus_signs_is_no_front_matter() -> None:
    """Some people draw lines so."""
    assert split_front_matter("+++\nText\n+++\nMore") == ({}, "+++\nText\n+++\nMore")
