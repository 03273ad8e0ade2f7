"""Files of installed packages, found without running any code of theirs, compared by hash."""

import importlib.metadata
from pathlib import Path

from forumbot.errors import ModelError
from forumbot.file_hashes import file_sha256, noted_sha256
from forumbot.models.catalogue import PackagedModel


def file_of(model: PackagedModel, name: str, *, by_note: bool = False) -> Path:
    """A file of the model, located by its package's metadata and compared with its SHA-256.

    ``by_note`` that need not be computed again where the file is as it was. Raises
    :class:`ModelError` where the package or the file is missing, or is another.
    """
    found = located(model, name)
    sha256 = noted_sha256(found) if by_note else file_sha256(found)
    if sha256 != model.files[name]:
        raise ModelError(
            f"{found}: not that of {model.name} (its SHA-256 differs)",
            f"install {model.package} again",
        )
    return found


def located(model: PackagedModel, name: str) -> Path:
    """A file of the model as :func:`file_of` gives it, not compared yet."""
    try:
        package = importlib.metadata.distribution(model.package)
    except importlib.metadata.PackageNotFoundError:
        raise ModelError(
            f"the package {model.package}, which carries the model {model.name}, is not installed",
            "run 'make run', or name another model in the configuration",
        ) from None
    found = Path(str(package.locate_file(f"{model.folder}/{name}")))
    if not found.is_file():
        raise ModelError(f"the package {model.package} holds no {name}", "install it again")
    return found
