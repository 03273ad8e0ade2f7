from collections.abc import Callable
from datetime import date
from pathlib import Path
from textwrap import indent

import pytest

from forumbot.archive.corrections import read_corrections
from forumbot.archive.describe import describe
from forumbot.archive.documents import Document, Refusal, read_archive
from forumbot.archive.extract import extract
from forumbot.archive.files import list_files
from forumbot.errors import ArchiveError

MakeArchive = Callable[[dict[str, str | bytes]], Path]
REPORT = "# Skills in Ghent\n\nThe forum took place on 1 May 2019 in Ghent.\n"


def described(folder: Path) -> dict[str, Document]:
    """The documents of a folder by id, read in this process, as its corrections describe them."""
    ids = [path.relative_to(folder).as_posix() for path in list_files(folder)]
    corrections = read_corrections(folder, ids)
    found: dict[str, Document] = {}
    for doc_id in ids:
        extraction = extract(doc_id, (folder / doc_id).read_bytes())
        said = describe(doc_id, extraction, corrections.of(doc_id))
        fields = {name: getattr(said, name) for name in said.__dataclass_fields__}
        found[doc_id] = Document(
            doc_id=doc_id, sha256="", text=extraction.text, blocks=extraction.blocks, **fields
        )
    return found


SIDECAR = """title: Fifth forum: the report
held_on: {from: 2018-11-15, to: 2018-11-16}
themes: [skills]
status: draft
"""


@pytest.mark.parametrize(
    "files",
    [
        {"a/r.md.yaml": SIDECAR},
        {"a/r.md.yml": SIDECAR.replace("\n", "\r\n")},
        {"documents.yaml": "a/r.md:\n" + indent(SIDECAR.replace("forum:", "forum -"), "  ")},
    ],
    ids=["yaml", "yml", "listed"],
)
def test_what_a_maintainer_states_takes_the_place_of_guesses_and_statements(
    make_archive: MakeArchive, files: dict[str, str | bytes]
) -> None:
    """Beside the file or in one list: title, days, themes and status are taken, none is a guess."""
    front = "---\nsource_title: What the file says\ntags: [labels]\n---\n"
    document = described(make_archive({"a/r.md": front + REPORT, **files}))["a/r.md"]
    assert document.title.startswith("Fifth forum")
    assert (document.held_on, document.held_until) == (date(2018, 11, 15), date(2018, 11, 16))
    assert (document.themes, document.status) == (("skills",), "draft")
    assert set(document.guessed).isdisjoint({"title", "held_on"})
    assert document.warnings == ()


def test_a_key_without_a_value_says_that_nothing_is_known(make_archive: MakeArchive) -> None:
    """The day that would be guessed is left out, and what is not named is guessed on."""
    files: dict[str, str | bytes] = {"r.md": REPORT}
    assert described(make_archive(files))["r.md"].held_on == date(2019, 5, 1)
    document = described(make_archive({**files, "r.md.yaml": "held_on:\n"}))["r.md"]
    assert (document.held_on, document.title) == (None, "Skills in Ghent")


def test_the_file_beside_counts_over_the_list(make_archive: MakeArchive) -> None:
    """Key by key: what only the list states holds as well."""
    folder = make_archive({
        "r.md": REPORT, "documents.yaml": "r.md: {title: Listed, place: Ghent}\n",
        "r.md.yaml": "title: Beside\n",
    })  # fmt: skip
    document = described(folder)["r.md"]
    assert (document.title, document.place) == ("Beside", "Ghent")


@pytest.mark.parametrize("title", ["Report", "Document 1"])
def test_a_title_that_says_little_is_taken_from_a_maintainer(
    make_archive: MakeArchive, title: str
) -> None:
    """What would be passed over in a file's own properties is meant where a person writes it."""
    folder = make_archive({"r.md": "# Skills in Ghent\n\nText.", "r.md.yaml": f"title: {title}\n"})
    assert described(folder)["r.md"].title == title


def test_drafts_are_told_in_front_matter_too(make_archive: MakeArchive) -> None:
    """By ``status: draft`` or ``draft: true``; other words of other tools mean nothing."""
    texts = {"a.md": "status: Draft", "b.md": "draft: true", "c.md": "status: published"}
    folder = make_archive({name: f"---\n{line}\n---\nText." for name, line in texts.items()})
    assert {name: one.status for name, one in described(folder).items()} == {
        "a.md": "draft", "b.md": "draft", "c.md": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sidecar", "reason"),
    [
        ("title: [a\n", "r.md.yaml line 2: "),
        ("- title\n", "r.md.yaml line 1: 'key: value' lines are expected"),
        ("title: A\nstatuss: draft\n", "r.md.yaml line 2: the key 'statuss' is not known; did you"),
        ("zzz: 1\n", "r.md.yaml line 1: the key 'zzz' is not known; there are title, kind"),
        ("status: almost\n", "r.md.yaml line 1: status is 'almost'; write draft or final"),
        ("title: A\ntitle: B\n", "r.md.yaml line 2: the key 'title' is given twice"),
        ("a: &x [1]\nb: *x\n", "r.md.yaml line 2: aliases (*name) are not read"),
        (b"title: \xff", "r.md.yaml is not UTF-8; save it as UTF-8"),
        ("#" * 600_000, "r.md.yaml is longer than 524,288 characters; shorten it"),
    ],
)
def test_a_faulty_sidecar_refuses_its_document_and_names_the_line(
    make_archive: MakeArchive, sidecar: str | bytes, reason: str
) -> None:
    """Nothing is quoted as final, or under a wrong name, because of a slip."""
    folder = make_archive({"d/r.md": REPORT, "d/r.md.yaml": sidecar})
    faults = read_corrections(folder, ["d/r.md"]).faults
    assert faults["d/r.md"].startswith(reason)


def test_a_value_of_the_wrong_form_is_warned_of_with_file_and_line(
    make_archive: MakeArchive,
) -> None:
    """As in front matter it is ignored, and the maintainer told where it stands."""
    folder = make_archive({"r.md": REPORT, "r.md.yaml": "title: Ghent\nheld_on: soon\n"})
    warnings = described(folder)["r.md"].warnings
    assert warnings == (
        "r.md.yaml line 2: held_on: 'soon' is not a date such as 2019-05-14; ignored",
    )


def test_what_corrects_no_file_is_refused_and_the_rest_is_read(make_archive: MakeArchive) -> None:
    """A misspelt path and a sidecar that was left behind are named, with what to do."""
    folder = make_archive({
        "r.md": REPORT, "gone.pdf.yaml": "title: A\n", "documents.yaml": "\nt.md: {title: B}\n",
        "faulty.md": REPORT, "faulty.md.yaml": "x",
    })  # fmt: skip
    archive = read_archive(folder)
    assert [document.doc_id for document in archive.documents] == ["r.md"]
    assert archive.refused == (
        Refusal("faulty.md", "faulty.md.yaml line 1: 'key: value' lines are expected"),
        Refusal(
            "documents.yaml line 2",
            "corrects 't.md', and there is no such file; did you mean 'r.md'?",
        ),
        Refusal(
            "gone.pdf.yaml", "corrects 'gone.pdf', which is not beside it; rename or remove it"
        ),
    )


def test_a_list_that_cannot_be_read_stops_the_build(make_archive: MakeArchive) -> None:
    """What is a draft is not known then, so that nothing new may be published."""
    folder = make_archive({"r.md": REPORT, "documents.yaml": "r.md:\n  title: [\n"})
    with pytest.raises(ArchiveError, match=r"documents\.yaml line 3: .*; mend that line"):
        read_archive(folder)


def test_an_entry_that_is_no_mapping_refuses_its_document(make_archive: MakeArchive) -> None:
    """The line of the entry is named."""
    folder = make_archive({"r.md": REPORT, "documents.yaml": "# ours\nr.md: draft\n"})
    assert read_corrections(folder, ["r.md"]).faults == {
        "r.md": "documents.yaml line 2: below 'r.md' 'key: value' lines are expected"
    }


def test_the_digest_changes_with_what_is_stated(make_archive: MakeArchive) -> None:
    """Another order or a comment changes nothing, another value or a fault does."""

    def digest(sidecar: str) -> str:
        return read_corrections(
            make_archive({"r.md": REPORT, "r.md.yaml": sidecar}), ["r.md"]
        ).digest("r.md")

    first = digest("title: A\nplace: Ghent\n")
    assert digest("place: Ghent # a city\ntitle: A\n") == first
    assert len({first, digest("title: B\nplace: Ghent\n"), digest("title: [\n"), digest("")}) == 4
