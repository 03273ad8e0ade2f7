import importlib.resources
import shutil
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from forumbot.app import App
from forumbot.checkup import diagnose
from forumbot.clock import Clock
from forumbot.config import Settings
from forumbot.zone_data import (
    differing,
    package_version,
    prefer_newer_data,
    system_data,
)

NOW = datetime(2026, 12, 1, tzinfo=UTC)
ZONES = ("Africa/Casablanca", "Europe/Brussels")


class Zones(ZoneInfo):
    """Zones with a cache of their own.

    A time that a change of clocks makes ambiguous equals none of a zone that was loaded anew, so
    that other tests would fail once the cache of all zones was cleared.
    """


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A system whose Morocco keeps the time of Japan, as nobody's data does."""
    monkeypatch.setattr("forumbot.zone_data.ZoneInfo", Zones)
    for zone, source in (("Africa/Casablanca", "Asia/Tokyo"), (ZONES[1], ZONES[1])):
        path = tmp_path / zone
        path.parent.mkdir(parents=True)
        package = importlib.resources.files("tzdata.zoneinfo").joinpath(*source.split("/"))
        with package.open("rb") as file, path.open("wb") as copy:
            shutil.copyfileobj(file, copy)
    before = zoneinfo.TZPATH
    zoneinfo.reset_tzpath(to=[str(tmp_path)])
    Zones.clear_cache()
    yield tmp_path
    zoneinfo.reset_tzpath(to=before)
    Zones.clear_cache()


def offset_of_rabat() -> float:
    """The hours by which Morocco is ahead in December."""
    offset = NOW.astimezone(Zones(ZONES[0])).utcoffset()
    return offset.total_seconds() / 3600 if offset else 0


def version(system: Path, name: str) -> None:
    """Have the system say which version its data is."""
    (system / "tzdata.zi").write_text(f"# version {name}\n# more\n", encoding="utf-8")


def test_older_data_of_the_system_is_left_for_the_packages(system: Path) -> None:
    """Where it says which version it is."""
    assert offset_of_rabat() == 9
    version(system, "2016a")
    prefer_newer_data()
    assert offset_of_rabat() < 2
    assert system_data() is None


@pytest.mark.parametrize("name", ["2099z", None])
def test_newer_or_unnamed_data_of_the_system_stays(system: Path, name: str | None) -> None:
    """An update of the system counts at once."""
    if name is not None:
        version(system, name)
    prefer_newer_data()
    assert system_data() == (system, name)
    assert offset_of_rabat() == 9


def test_what_differs_is_found(system: Path) -> None:
    """Zones that one of the two lacks have nothing to be compared with."""
    found = system_data()
    assert found is not None
    assert differing(found, [*ZONES, "Asia/Tokyo", "No/Where"], NOW) == ["Africa/Casablanca"]


def test_doctor_tells_of_data_that_may_be_stale(system: Path, tmp_path: Path, clock: Clock) -> None:
    """With the zones that are other, and what to do; not where the system's is the newer."""

    def told() -> tuple[bool, str]:
        app = App(Settings(knowledge=tmp_path, index=tmp_path), clock)
        found = next(one for one in diagnose((app,)) if one.name == "time zones")
        return found.ok, f"{found.finding}; {found.remedy}"

    ok, finding = told()
    assert not ok
    assert f"tzdata {package_version()} has other times for Africa/Casablanca" in finding
    assert "PYTHONTZPATH" in finding
    version(system, "2099z")
    assert told()[0]
    zoneinfo.reset_tzpath(to=())
    assert told() == (True, f"of the package tzdata {package_version()}; None")
