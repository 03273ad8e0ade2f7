import ast
from pathlib import Path

import pytest

from forumbot.terminal import styles

MODULES = sorted(Path(styles.__file__).parent.glob("*.py"))
STYLES = {value for name, value in vars(styles).items() if name.isupper()}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_view_has_a_colour_of_its_own(module: Path) -> None:
    """To change a colour is to change one line."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    written = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert STYLES & written == (STYLES if module.stem == "styles" else set())
