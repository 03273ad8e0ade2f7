"""What modules import, and which distributions packages are of."""

import ast
from collections.abc import Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path


def imported(path: Path) -> set[str]:
    """The modules that a module names in its imports."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


@cache
def distributions() -> Mapping[str, list[str]]:
    """The distributions of each package, for which every installed one is looked through."""
    return packages_distributions()
