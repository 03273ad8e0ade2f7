import pytest

from forumbot.archive.superseding import superseding


def stated(**supersedes: str | list[str]) -> dict[str, tuple[str, ...]]:
    """What each of four documents states; ``__`` stands for a slash, the suffix is ``.md``."""
    known = dict.fromkeys(("a.md", "f/b.md", "f/c.md", "g/c.md"), ())
    given = {
        f"{key.replace('__', '/')}.md": (names,) if isinstance(names, str) else tuple(names)
        for key, names in supersedes.items()
    }
    return {**known, **given}


@pytest.mark.parametrize("name", ["f/b.md", "./f/b.md", "b.md"])
def test_a_document_is_named_by_path_or_by_the_name_of_its_file(name: str) -> None:
    """Both sides know of it."""
    found = superseding(stated(a=name))
    assert found.supersedes == {"a.md": ("f/b.md",)}
    assert found.superseded_by == {"f/b.md": "a.md"}
    assert found.warnings == {}


def test_a_name_that_several_files_have_means_the_one_beside() -> None:
    """Beside none of them it is not known which is meant."""
    assert superseding(stated(f__b="c.md")).superseded_by == {"f/c.md": "f/b.md"}
    assert superseding(stated(a="c.md")).warnings == {
        "a.md": ("supersedes 'c.md', which is not in the archive",)
    }


def test_one_may_supersede_several_and_be_superseded_itself() -> None:
    """Of a chain each knows the one that took its place."""
    found = superseding(stated(a=["f/b.md", "f/c.md", "f/b.md"], g__c="a.md"))
    assert found.supersedes == {"a.md": ("f/b.md", "f/c.md"), "g/c.md": ("a.md",)}
    assert found.superseded_by == {"f/b.md": "a.md", "f/c.md": "a.md", "a.md": "g/c.md"}


@pytest.mark.parametrize(
    "circle",
    [
        stated(a="a.md"),
        stated(a="f/b.md", f__b="a.md"),
        stated(a="f/b.md", f__b="f/c.md", f__c="a.md"),
    ],
)
def test_a_circle_is_cut_and_told(circle: dict[str, tuple[str, ...]]) -> None:
    """Something stays in force, and the maintainer learns of it."""
    found = superseding(circle)
    assert len(found.superseded_by) < sum(map(bool, circle.values()))
    assert [warning for warnings in found.warnings.values() for warning in warnings]
