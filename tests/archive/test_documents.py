import errno
import hashlib
import os
import re
import socket
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents import read_document
from tests.properties import examples

from forumbot.archive.cache import ExtractionCache
from forumbot.archive.describe import detect_language
from forumbot.archive.documents import (
    Document,
    Refusal,
    parse_document,
    read_archive,
)
from forumbot.archive.files import MAX_FILE_BYTES, file_hashes, list_files
from forumbot.archive.formats.registry import MAX_TEXT_CHARS
from forumbot.config import ExtractionConfig
from forumbot.errors import ArchiveError, RefusedError
from forumbot.language.forum_names import named_edition

MakeArchive = Callable[[dict[str, str | bytes]], Path]

FULL = """---
title: "Third  forum:
  closer links"
kind: report
edition: 3
held_on: 2018-11-15
published_on: 2019-03-08
place: Brussels
url: https://example.org/third
language: en-GB
themes: [labels, skills]
---
# Another title

It took place on 1 January 2001.
"""


def parse(source: str, doc_id: str = "reports/a.md") -> Document:
    """The document that a file of this text would be."""
    return parse_document(doc_id, source.encode())


def ids(folder: Path) -> list[str]:
    """The paths of the listed files under the folder."""
    return [path.relative_to(folder).as_posix() for path in list_files(folder)]


class TestFields:
    """What front matter states, and what is concluded without it."""

    def test_complete_front_matter_is_taken_as_it_stands(self) -> None:
        """Every stated field is used, none is guessed, nothing is warned of."""
        document = parse(FULL)
        assert document == Document(
            doc_id="reports/a.md",
            sha256=hashlib.sha256(FULL.encode()).hexdigest(),
            title="Third forum: closer links",
            kind="report",
            language="en",
            text="Another title\n\nIt took place on 1 January 2001.",
            blocks=document.blocks,
            edition=3,
            held_on=date(2018, 11, 15),
            held_until=date(2018, 11, 15),
            published_on=date(2019, 3, 8),
            place="Brussels",
            url="https://example.org/third",
            themes=("labels", "skills"),
        )

    def test_the_seed_keeps_its_two_dates_apart(self, seed: Path) -> None:
        """The day the forum was held is not the day its report was published."""
        document = read_document(seed, "third-forum.txt")
        assert document.held_on == document.held_until == date(2018, 11, 15)
        assert document.published_on == date(2019, 3, 8)
        assert (document.edition, document.language, document.place) == (3, "en", None)
        assert document.title.startswith("Third European Cluster Policy Forum: improving")
        assert set(document.guessed) == {"title", "held_on", "published_on"}

    def test_front_matter_of_ours_that_leaves_a_date_out_means_it_is_unknown(self) -> None:
        """Where the kind is stated, no date is made up from the text."""
        document = parse("---\ntitle: A\nkind: report\n---\nIt took place on 1 May 2019.")
        assert (document.held_on, document.published_on, document.guessed) == (None, None, ())

    @pytest.mark.parametrize(
        ("value", "first", "last"),
        [
            ("2018-11-20", date(2018, 11, 20), date(2018, 11, 20)),
            ("2018-11-20T09:00:00", date(2018, 11, 20), date(2018, 11, 20)),
            ('"20-22 November 2018"', date(2018, 11, 20), date(2018, 11, 22)),
            ("{from: 2018-11-20, to: 2018-11-22}", date(2018, 11, 20), date(2018, 11, 22)),
        ],
    )
    def test_days_are_stated_alone_or_as_a_span(self, value: str, first: date, last: date) -> None:
        """A day, a date in words, or a mapping of two ends."""
        document = parse(f"---\nkind: report\nheld_on: {value}\n---\ntext")
        assert (document.held_on, document.held_until) == (first, last)
        assert document.warnings == ()

    @pytest.mark.parametrize(
        ("line", "warning"),
        [
            ("held_on: soon", "held_on: 'soon' is not a date"),
            ("held_on: 2024-02-31", "held_on: '2024-02-31' is not a date"),
            ("published_on: 2024-13-01", "published_on: '2024-13-01' is not a date"),
            ("held_on: {from: 2019-05-02, to: 2019-05-01}", "is not a date"),
            ("held_on: {from: 2019-05-02}", "is not a date"),
            ("published_on: [1]", "published_on: '\\[1\\]' is not a date"),
            ("edition: third", "edition should be a whole number"),
            ("edition: true", "edition should be a whole number"),
            ("place: [Brussels]", "place should be text"),
            ("title: {a: b}", "title should be text"),
            ("url: clustercollaboration", "url should be a web address"),
            ("url: javascript:alert(1)", "url should be a web address"),
            ("themes: {a: b}", "themes should be a list of words"),
            ("themes: [[a]]", "themes should be a list of words"),
        ],
    )
    def test_a_field_of_the_wrong_form_is_warned_of_and_ignored(
        self, line: str, warning: str
    ) -> None:
        """One bad field costs that field alone, and the warning names it."""
        document = parse(f"---\nkind: report\n{line}\n---\n# Heading\n")
        (found,) = document.warnings
        assert found.startswith("front matter: ")
        assert document.title == "Heading"
        assert (document.held_on, document.url, document.themes) == (None, None, ())
        assert re.search(warning, found)

    @pytest.mark.parametrize(
        ("line", "themes"),
        [
            ("themes: a, b  c ,", ("a", "b c")),
            ("tags: [a, 2019]", ("a", "2019")),
            ("keywords: a", ("a",)),
            ("themes: []", ()),
            ("themes:", ()),
        ],
    )
    def test_themes_are_a_list_or_words_with_commas(
        self, line: str, themes: tuple[str, ...]
    ) -> None:
        """Themes may be written as people write them."""
        found = parse(f"---\nkind: report\n{line}\n---\ntext").themes
        assert found == themes

    @pytest.mark.parametrize(
        ("source", "doc_id", "title"),
        [
            ("text.", "notes/spring-forum_2019.md", "Spring forum 2019"),
            ("text.", "---.md", "---.md"),
            ("### Low\n\n# High\n\ntext", "a.md", "High"),
            ("one\ntwo\n===\n\ntext", "a.md", "one two"),
        ],
    )
    def test_a_title_is_found_where_none_is_stated(
        self, source: str, doc_id: str, title: str
    ) -> None:
        """The highest heading near the top is the title, else the file's name; it is a guess."""
        document = parse(source, doc_id)
        assert (document.title, document.guessed) == (title, ("title",))

    @pytest.mark.parametrize(
        ("doc_id", "kind"),
        [
            ("reports/a.md", "report"),
            ("x/presentations/a.md", "presentation"),
            ("a.md", "document"),
        ],
    )
    def test_the_folder_tells_the_kind(self, doc_id: str, kind: str) -> None:
        """A document of no stated kind is of the kind its folder is named for."""
        assert parse("text.", doc_id).kind == kind

    @pytest.mark.parametrize(
        ("source", "doc_id", "held_on"),
        [
            ("The forum took place on 15 November 2018.", "a.txt", date(2018, 11, 15)),
            ("Date: Tuesday, 3 March 2020\nRoom 3", "a.txt", date(2020, 3, 3)),
            ("Notes", "minutes-20200904.md", date(2020, 9, 4)),
            ("Notes", "2019-02-15.md", date(2019, 2, 15)),
            ("# Meeting of 4 May 2019\n\nHeld on 9 May 2019.", "a.md", date(2019, 5, 4)),
            ("It was held in spring. The law is of 1 May 2004, though", "a.txt", date(2004, 5, 1)),
            ("Submitted on 8 March 2019\n\nNothing else.", "a.txt", None),
            ("The law of 1 May 2004 applies.", "a.txt", None),
            ("Notes", "ticket-20201345.md", None),
        ],
    )
    def test_the_day_it_was_held_is_concluded_from_title_name_or_text(
        self, source: str, doc_id: str, held_on: date | None
    ) -> None:
        """Title and file name count first, then a line that speaks of meeting; else unknown."""
        document = parse(source, doc_id)
        assert document.held_on == held_on
        assert ("held_on" in document.guessed) is (held_on is not None)

    @pytest.mark.parametrize(
        ("text", "edition"),
        [
            ("Third European Cluster Policy Forum", 3),
            ("Outcomes of the 3rd European Cluster Policy Forum", 3),
            ("forum 12", 12),
            ("Forum no. 4", 4),
            ("the TENTH Forum", 10),
            ("21st Annual Cluster Forum", 21),
            ("European Cluster Policy Forum", None),
            ("Third conference", None),
            ("Forum 2019", None),
            ("0th forum", None),
            ("", None),
        ],
    )
    def test_the_edition_is_read_from_words_and_numbers(
        self, text: str, edition: int | None
    ) -> None:
        """Ordinals in words or digits before "forum", or a number behind it."""
        assert named_edition(text) == edition

    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("The forum met to discuss clusters and what policies can do for them.", "en"),
            ("Das Forum tagte, um über Cluster und die Politik für sie zu sprechen.", "de"),
            ("Le forum s'est réuni pour parler des pôles et de la politique à mener.", "fr"),
            ("Forumul s-a reunit pentru a discuta despre clustere și politica lor.", "ro"),
        ],
    )
    def test_the_language_of_a_text_is_detected(self, text: str, language: str) -> None:
        """Without a statement the words themselves tell the language."""
        assert detect_language(text) == parse(text).language == language

    @pytest.mark.parametrize("stated", ["klingonisch", "123", "[en]"])
    def test_a_language_that_is_no_code_is_detected_instead(self, stated: str) -> None:
        """Only a language code is taken for one."""
        source = f"---\nkind: report\nlanguage: {stated}\n---\nDas Forum tagte in Brüssel."
        assert parse(source).language == "de"

    def test_text_of_front_matter_can_be_written_and_printed(self) -> None:
        """Escapes in front matter bring in neither surrogates nor control codes."""
        document = parse(
            '---\ntitle: "a\\ud800b\\e[31m\\0c\\u202ed"\nplace: "Bru\\x9bssels"\n'
            'themes: ["la\\ebels", "\\u200b"]\nurl: "http://x.org/\\e[31m"\n---\nbody'
        )
        assert (document.title, document.place) == ("ab[31mcd", "Brussels")
        assert (document.url, document.themes) == ("http://x.org/[31m", ("labels",))


class TestFolder:
    """Which files of a folder are documents."""

    def test_hidden_and_data_files_are_passed_over_and_the_rest_is_sorted(
        self, make_archive: MakeArchive
    ) -> None:
        """Every visible file is listed by its path, events and golden questions are not."""
        names = ["b.md", "a/z.txt", "a/y.pdf", ".hidden.md", ".git/x.md", "events.yaml", "a/B.md",
                 "golden.jsonl", "documents.yaml", "a/y.pdf.yaml", "b.md.YML"]  # fmt: skip
        folder = make_archive(dict.fromkeys(names, "text"))
        assert ids(folder) == ["a/B.md", "a/y.pdf", "a/z.txt", "b.md"]

    def test_litter_of_editors_and_file_managers_is_passed_over(
        self, make_archive: MakeArchive
    ) -> None:
        """Locks, backups and caches are no documents; names that only resemble them are."""
        litter = ["~$report.docx", "a/Thumbs.db", "desktop.ini", ".DS_Store", ".~lock.a.odt#",
                  "~WRL0001.tmp", "x.TMP", "notes.md~", "#notes.md#", "__MACOSX/a.md",
                  "minutes.md.bak", "a.md.orig", "a.md.swp", "a/report.wbk", "$RECYCLE.BIN/x.docx",
                  "a.docx:Zone.Identifier", "ehthumbs_vista.db", "a.md.kate-swp"]  # fmt: skip
        kept = ["a~b.md", "other.yaml", "thumbs.md", "tmp.md"]
        assert ids(make_archive(dict.fromkeys([*litter, *kept], "text"))) == kept

    def test_licences_of_a_folder_are_no_documents_of_it(self, make_archive: MakeArchive) -> None:
        """A licence by its whole name is passed over; a document on licences is none."""
        licences = ["LICENSE", "a/Licence.md", "COPYING.txt", "UNLICENSE"]
        kept = ["licence-talks.md", "license.pdf", "readme.md"]
        assert ids(make_archive(dict.fromkeys([*licences, *kept], "text"))) == kept

    def test_a_list_of_the_files_is_passed_over_unless_it_is_corrected(
        self, make_archive: MakeArchive
    ) -> None:
        """A table of sources is told and not read as a document, but for a maintainer's word."""
        files: dict[str, str | bytes] = {f"{name}.md": f"# {name}" for name in "abc"}
        files["sources.tsv"] = "file\tfrom\na.md\tAda\nb.md\tCy\nc.md\tLou\n"
        archive = read_archive(make_archive(files))
        assert [one.doc_id for one in archive.documents] == ["a.md", "b.md", "c.md"]
        assert archive.refused == ()
        assert archive.passed_over == (
            Refusal("sources.tsv", "lists 3 of the archive's own files"),
        )
        kept = read_archive(make_archive({**files, "sources.tsv.yaml": "title: Where from"}))
        assert [one.title for one in kept.documents if one.doc_id == "sources.tsv"] == [
            "Where from"
        ]
        assert kept.passed_over == ()

    def test_each_file_is_read_or_refused_with_a_reason(self, make_archive: MakeArchive) -> None:
        """One bad file doesn't stop the others, and progress is told after each."""
        folder = make_archive(
            {"a.md": "# A", "b.pdf": b"%PDF-1.7", "c.md": b"\x00", "d/e.txt": "E"}
        )
        seen: list[tuple[int, int]] = []
        archive = read_archive(folder, lambda done, total: seen.append((done, total)))
        assert [document.doc_id for document in archive.documents] == ["a.md", "d/e.txt"]
        assert [refusal.doc_id for refusal in archive.refused] == ["b.pdf", "c.md"]
        assert archive.refused[1] == Refusal(
            "c.md", "holds NUL bytes, so it is not text; save it as UTF-8"
        )
        assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]

    def test_an_empty_folder_is_an_empty_archive(self, tmp_path: Path) -> None:
        """No files, no documents, no error."""
        archive = read_archive(tmp_path)
        assert (archive.documents, archive.refused) == ((), ())

    @pytest.mark.parametrize("name", ["absent", "file.md"])
    def test_a_folder_that_is_none_is_named(self, tmp_path: Path, name: str) -> None:
        """A missing folder, or a file in its place, is an error that says what to do."""
        (tmp_path / "file.md").write_text("text")
        with pytest.raises(ArchiveError, match=rf"{name}: no such folder; .*--knowledge"):
            read_archive(tmp_path / name)

    def test_hashes_are_of_the_bytes_on_disk(self, make_archive: MakeArchive) -> None:
        """Every listed file has its SHA-256; one that cannot be read has none."""
        folder = make_archive({"a.md": "text", "b.bin": b"\x00\xff"})
        (folder / "c.md").symlink_to(folder / "absent")
        assert file_hashes(folder) == {
            "a.md": hashlib.sha256(b"text").hexdigest(),
            "b.bin": hashlib.sha256(b"\x00\xff").hexdigest(),
            "c.md": "",
        }
        assert file_hashes(folder / "absent") == {}


class TestHostileFiles:
    """Links, sizes, permissions and names."""

    def test_a_link_within_the_folder_is_followed(self, make_archive: MakeArchive) -> None:
        """A link to another file of the archive is a document of its own."""
        folder = make_archive({"a.md": "text"})
        (folder / "b.md").symlink_to("a.md")
        documents = read_archive(folder).documents
        assert [document.doc_id for document in documents] == ["a.md", "b.md"]

    @pytest.mark.parametrize("absolute", [True, False])
    def test_a_link_that_leads_out_is_refused(
        self, make_archive: MakeArchive, tmp_path: Path, absolute: bool
    ) -> None:
        """No file outside the folder can be published through a link."""
        folder = make_archive({"a.md": "text"})
        (tmp_path / "secret.md").write_text("secret")
        target = tmp_path / "secret.md" if absolute else Path("../secret.md")
        (folder / "link.md").symlink_to(target)
        assert read_archive(folder).refused == (
            Refusal("link.md", "is a link that leads out of the knowledge folder"),
        )

    def test_links_to_folders_are_not_followed(
        self, make_archive: MakeArchive, tmp_path: Path
    ) -> None:
        """A folder linked in, from inside or outside, is refused and never listed."""
        folder = make_archive({"sub/a.md": "text", "sub/b.md": "text"})
        (tmp_path / "outside").mkdir()
        (tmp_path / "outside" / "secret.md").write_text("secret")
        (folder / "again").symlink_to("sub")
        (folder / "out").symlink_to(tmp_path / "outside")
        (folder / "sub" / "up").symlink_to(folder)
        archive = read_archive(folder)
        assert [document.doc_id for document in archive.documents] == ["sub/a.md", "sub/b.md"]
        assert [refusal.doc_id for refusal in archive.refused] == ["again", "out", "sub/up"]

    @pytest.mark.parametrize(
        "links", [{"a.md": "a.md"}, {"a.md": "b.md", "b.md": "a.md"}, {"a.md": "absent.md"}]
    )
    def test_links_in_a_circle_or_to_nothing_are_refused(
        self, tmp_path: Path, links: dict[str, str]
    ) -> None:
        """A link that can never be opened is one refusal."""
        for name, target in links.items():
            (tmp_path / name).symlink_to(target)
        archive = read_archive(tmp_path)
        assert archive.documents == ()
        assert [refusal.doc_id for refusal in archive.refused] == sorted(links)
        assert all(refusal.reason for refusal in archive.refused)

    def test_a_knowledge_folder_that_is_a_link_itself_is_read(
        self, make_archive: MakeArchive, tmp_path: Path
    ) -> None:
        """Where the whole folder is linked in, its files are inside."""
        make_archive({"a.md": "text"})
        (tmp_path / "link").symlink_to("knowledge")
        assert len(read_archive(tmp_path / "link").documents) == 1

    def test_a_path_that_climbs_out_is_refused(
        self, make_archive: MakeArchive, tmp_path: Path
    ) -> None:
        """A doc_id with ".." reaches no file outside the folder."""
        folder = make_archive({"a.md": "text"})
        (tmp_path / "secret.md").write_text("secret")
        with pytest.raises(RefusedError, match="leads out"):
            read_document(folder, "../secret.md")

    def test_a_file_that_vanishes_while_the_folder_is_read_is_refused(
        self, make_archive: MakeArchive
    ) -> None:
        """Deleting a file between listing and reading costs that file alone."""
        folder = make_archive({"a.md": "A", "b.md": "B", "c.md": "C"})
        # Two files are being read from the start, the third one once progress was told.
        archive = read_archive(folder, lambda *_: (folder / "c.md").unlink(missing_ok=True))
        assert [document.doc_id for document in archive.documents] == ["a.md", "b.md"]
        assert archive.refused == (Refusal("c.md", "is gone, or a link that leads nowhere"),)

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
    def test_a_file_without_permission_is_refused(self, make_archive: MakeArchive) -> None:
        """A file that may not be read is one refusal that says so."""
        folder = make_archive({"a.md": "A", "b.md": "B"})
        (folder / "a.md").chmod(0)
        archive = read_archive(folder)
        assert [refusal.doc_id for refusal in archive.refused] == ["a.md"]
        assert "no permission" in archive.refused[0].reason

    def test_a_folder_that_cannot_be_listed_is_named_and_the_rest_is_read(
        self, make_archive: MakeArchive, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """One closed folder costs its own files, and is refused by its name."""
        folder = make_archive({"a.md": "A", "sub/b.md": "B", "sub/c.md": "C"})
        _close(folder / "sub", monkeypatch)
        archive = read_archive(folder)
        assert [document.doc_id for document in archive.documents] == ["a.md"]
        reason = "is a folder that cannot be listed; allow reading it"
        assert archive.refused == (Refusal("sub", reason),)

    def test_a_knowledge_folder_that_cannot_be_listed_stops_the_reading(
        self, make_archive: MakeArchive, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Where nothing of the archive can be listed, there is none."""
        folder = make_archive({"a.md": "A"})
        _close(folder, monkeypatch)
        with pytest.raises(ArchiveError, match="cannot be listed"):
            read_archive(folder)

    def test_a_named_pipe_is_refused_instead_of_waited_for(self, tmp_path: Path) -> None:
        """A pipe that nobody writes to doesn't hold up the build."""
        os.mkfifo(tmp_path / "a.md")
        found: list[Refusal] = []
        reader = threading.Thread(
            target=lambda: found.extend(read_archive(tmp_path).refused), daemon=True
        )
        reader.start()
        reader.join(5)
        assert found == [Refusal("a.md", "is not a regular file")]

    def test_a_socket_is_refused(self, tmp_path: Path) -> None:
        """Nothing but files can be documents."""
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(tmp_path / "a.md"))
            assert read_archive(tmp_path).refused == (Refusal("a.md", "is not a regular file"),)

    @pytest.mark.parametrize("doc_id", ["a\0b.md", "\ud800.md", "x" * 5_000 + ".md"])
    def test_a_name_that_no_file_can_have_is_refused(self, tmp_path: Path, doc_id: str) -> None:
        """Asking for an impossible file is one refusal."""
        with pytest.raises(RefusedError):
            read_document(tmp_path, doc_id)

    def test_a_file_that_is_too_large_is_refused_unread(self, tmp_path: Path) -> None:
        """The limit is on the file's size, so that no memory is spent on it."""
        with (tmp_path / "a.txt").open("wb") as file:
            file.truncate(MAX_FILE_BYTES + 1)
        assert read_archive(tmp_path).refused == (
            Refusal("a.txt", "is larger than 64 MiB; split it"),
        )

    def test_a_text_that_is_too_long_is_refused(self) -> None:
        """More text than can be handled is refused with the limit."""
        with pytest.raises(RefusedError, match="more than 20,000,000 characters"):
            parse_document("a.txt", b"x" * (MAX_TEXT_CHARS + 1))

    def test_a_table_too_long_to_build_with_is_refused_until_the_limit_is_raised(
        self, make_archive: MakeArchive, tmp_path: Path
    ) -> None:
        """The refusal names the setting and is not kept, so that raising it is enough."""
        rows = "Plot,Tenant\n" + "".join(f"{plot},Ada Quill of {plot}\n" for plot in range(500))
        folder = make_archive({"plots.csv": rows, "a.md": "# Plots\n\nThere are 500.\n"})
        cache = ExtractionCache(tmp_path / "cache")
        bounded = read_archive(folder, limits=ExtractionConfig(characters=10_000), cache=cache)
        assert [document.doc_id for document in bounded.documents] == ["a.md"]
        (refusal,) = bounded.refused
        assert refusal.doc_id == "plots.csv"
        assert refusal.reason == (
            "holds more than 10,000 characters of text; split it, or raise "
            "extraction.characters in forumbot.yaml"
        )
        assert not read_archive(folder, limits=ExtractionConfig(), cache=cache).refused

    @pytest.mark.parametrize(
        "name",
        ["two\nlines.md", "😀 émoji.md", "sp ace.md", "quo\"te'.md", "-dash.md", "a" * 200 + ".md",
         "u\u0308.md", "*?[x].md", "back\\slash.md", "tab\t.md"],
    )  # fmt: skip
    def test_a_file_of_any_name_is_read(self, make_archive: MakeArchive, name: str) -> None:
        """Newlines, emoji and the like in a name make no difference, and the id is the path."""
        folder = make_archive({f"reports/{name}": "# Title\n\nText."})
        (document,) = read_archive(folder).documents
        assert (document.doc_id, document.title) == (f"reports/{name}", "Title")
        assert list(file_hashes(folder)) == [f"reports/{name}"]

    def test_a_name_that_is_not_utf_8_is_refused_in_characters_that_can_be_shown(
        self, tmp_path: Path
    ) -> None:
        """A name of stray bytes can be neither an id nor printed as it is."""
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md")).write_text("text")
        (refusal,) = read_archive(tmp_path).refused
        assert refusal == Refusal("caf\\udce9.md", "has a name that is not valid UTF-8; rename it")
        assert list(file_hashes(tmp_path)) == [refusal.doc_id]

    def test_a_refused_name_is_one_line_that_gives_no_orders(self, tmp_path: Path) -> None:
        """Line ends, escapes and the unseen are shown as escapes; letters of any script are not."""
        (tmp_path / "é\n\x1b[31m\u202e b.pdf").write_bytes(b"%PDF-")
        (refusal,) = read_archive(tmp_path).refused
        assert refusal.doc_id == "é\\n\\x1b[31m\\u202e b.pdf"


class TestOffsets:
    """Places in a document's text."""

    @pytest.mark.parametrize("suffix", ["md", "txt", "html"])
    @examples(60)
    @given(source=st.text(min_size=1, max_size=120))
    def test_any_text_becomes_a_document_or_a_refusal(self, suffix: str, source: str) -> None:
        """Whatever is written into a file, its document has a title, a language and a text."""
        try:
            document = parse_document(f"a.{suffix}", source.encode())
        except RefusedError:
            return
        assert document.title.strip()
        assert len(document.language) == 2
        assert document.text[document.blocks[0].line_start :] == document.text

    def test_the_same_bytes_give_the_same_document(self) -> None:
        """Reading is a function of name and bytes alone."""
        assert parse(FULL) == parse(FULL)
        assert parse(FULL).sha256 != parse(FULL + " ").sha256


def _close(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a folder not be listed, as without permission, which root has for all."""
    listing = os.scandir

    def scandir(path: str | Path) -> object:
        if Path(path) == folder:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return listing(path)

    monkeypatch.setattr(os, "scandir", scandir)
