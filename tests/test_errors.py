import re

from forumbot import errors


def test_the_drawn_tree_is_the_tree() -> None:
    """The docstring draws every error of the module, each below the one it derives from."""
    drawn: dict[str, str] = {}
    above: dict[int, str] = {}
    for branch in re.finditer(r"^ {4}([│├└─ ]*)(\w+Error)\b", errors.__doc__ or "", re.MULTILINE):
        depth, name = len(branch[1]), branch[2]
        drawn[name] = above.get(depth - 4, "Exception")
        above[depth] = name
    defined = {
        name: kind.__base__.__name__
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and kind.__base__ is not None
    }
    assert drawn == defined


def test_the_remedy_stands_behind_the_problem_and_apart_from_it() -> None:
    """One line for the terminal; the problem alone for those who cannot do what it says."""
    error = errors.NoIndexError("index: holds no index yet", errors.REBUILD)
    assert str(error) == "index: holds no index yet; run 'forumbot index build'"
    assert error.problem == "index: holds no index yet"
    assert str(errors.UsageError("the question is empty")) == "the question is empty"
