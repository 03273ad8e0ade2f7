"""How long a process is waited for: as long on a busy machine as on an idle one."""

import time
from pathlib import Path


class Patience:
    """Seconds that a process has had, from its first call on.

    Those are left out in which its threads waited for a core, told by the kernel
    (``/proc/*/schedstat``, in nanoseconds) of the thread that has waited most. Where no kernel
    tells, all seconds count.
    """

    def __init__(self, pid: int) -> None:
        self._threads = Path(f"/proc/{pid}/task")
        self._began = time.monotonic()
        self._waited = self._waits()

    def __call__(self) -> float:
        """The seconds so far."""
        longest = max(
            (waited - self._waited.get(name, 0) for name, waited in self._waits().items()),
            default=0,
        )
        return time.monotonic() - self._began - longest / 1e9

    def _waits(self) -> dict[str, int]:
        found = {}
        for path in self._threads.glob("*/schedstat"):
            try:
                _ran, waited, _times = path.read_text(encoding="ascii").split()
            except (OSError, ValueError):
                continue  # the thread has ended
            found[path.parent.name] = int(waited)
        return found
