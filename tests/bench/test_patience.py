"""How long the bot of the community is waited for."""

import os
import subprocess
import sys
import time

from bench.community.patience import Patience


def test_patience_does_not_end_while_a_process_waits_for_a_core() -> None:
    """One that sleeps has its time; of one that shares a core with others a part is left out."""
    core = {min(os.sched_getaffinity(0))}
    spin = [sys.executable, "-c", "while True: pass"]
    spinning = [subprocess.Popen(spin) for _one in range(3)]
    try:
        for one in spinning:
            os.sched_setaffinity(one.pid, core)
        busy, idle = Patience(spinning[0].pid), Patience(os.getpid())
        time.sleep(0.6)
        assert busy() < 0.45
        assert 0.4 < idle() < 2
    finally:
        for one in spinning:
            one.kill()
            one.wait()
