import subprocess
import sys

SCRIPT = """
import re, threading
from pathlib import Path
from forumbot.models.memory import give_back, share_stretches

def held():
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmRSS:\\s+(\\d+) kB", status)[1]) / 1024

share_stretches()
kept = []
def work():
    some = [bytearray(5_000) for _ in range(40_000)]
    kept.append(some[-1])
for _ in range(3):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
before = held()
give_back()
print(before - held())
"""


def test_what_threads_freed_is_given_back() -> None:
    """200 MB of small blocks, of which one is still in use."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True
    )
    assert float(done.stdout) > 100
