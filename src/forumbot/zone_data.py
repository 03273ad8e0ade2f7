"""Which data of time zones is in force: the system's or the newer one of the package tzdata."""

import importlib.resources
import re
import zoneinfo
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import tzdata

_VERSION = re.compile(r"(?:# version )?(20\d\d[a-z]+)\s*")
_COMPARED_FOR = timedelta(days=3 * 365)
_EVERY = timedelta(days=7)
"""Fasting months move by eleven days a year, and so no difference of a season is missed."""


class ZoneData(NamedTuple):
    """The system's data: where it lies, and which version it is where it says so."""

    folder: Path
    version: str | None


def package_version() -> str:
    """The version of the package's data, as ``2025b``."""
    return str(tzdata.IANA_VERSION)


def system_data() -> ZoneData | None:
    """The data that Python takes before the package's; None where there is none."""
    for name in zoneinfo.TZPATH:
        folder = Path(name)
        if (folder / "Europe").is_dir():
            return ZoneData(folder, _version_of(folder))
    return None


def _version_of(folder: Path) -> str | None:
    for name in ("tzdata.zi", "+VERSION"):
        try:
            with (folder / name).open(encoding="ascii", errors="replace") as file:
                found = _VERSION.fullmatch(file.readline(80))
        except OSError:
            continue
        if found:
            return found[1]
    return None


def prefer_newer_data() -> None:
    """Take the package's data where the system says that its own is older."""
    system = system_data()
    if system is not None and system.version is not None and system.version < package_version():
        zoneinfo.reset_tzpath(to=())
        ZoneInfo.clear_cache()


def differing(system: ZoneData, zones: Iterable[str], now: datetime) -> list[str]:
    """The zones of which system and package say something else for the next three years."""
    instants = [now + count * _EVERY for count in range(_COMPARED_FOR // _EVERY)]
    return [zone for zone in zones if _differs(system.folder, zone, instants)]


def _differs(folder: Path, zone: str, instants: Iterable[datetime]) -> bool:
    package = importlib.resources.files("tzdata.zoneinfo").joinpath(*zone.split("/"))
    try:
        with (folder / zone).open("rb") as ours, package.open("rb") as theirs:
            one, other = ZoneInfo.from_file(ours), ZoneInfo.from_file(theirs)
    except (OSError, ValueError):
        # One of the two does not have it, and so there is nothing to choose from.
        return False
    return any(
        instant.astimezone(one).utcoffset() != instant.astimezone(other).utcoffset()
        for instant in instants
    )
