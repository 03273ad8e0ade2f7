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
