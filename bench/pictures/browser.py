"""Pages as pictures: headless Chromium draws them, and they are cut and made small."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

NAMES = ("chromium", "chromium-browser", "google-chrome")
SCALE = 1.5
"""Pixels of the picture a pixel of the page, so that letters are sharp."""
_WINDOW = "800,1600"
_COLOURS = 64
_MARGIN = 20
_SECONDS = 120


def find_chromium() -> str:
    """The browser's command; raises SystemExit where there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise SystemExit("no Chromium is installed; on Debian: apt-get install chromium "
                         "fonts-noto-core fonts-noto-color-emoji")  # fmt: skip
    return found


def draw(html: str, picture: Path, *, width: int) -> None:
    """Write the part of the page that says something, so many pixels wide, as a PNG file."""
    with tempfile.TemporaryDirectory(prefix="forumbot-pictures-") as folder:
        source, shot = Path(folder, "page.html"), Path(folder, "shot.png")
        source.write_text(html, encoding="utf-8")
        # The page is our own file, without a script and without the network; root has no sandbox.
        subprocess.run(
            [find_chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={folder}/profile",
             f"--force-device-scale-factor={SCALE}", f"--window-size={_WINDOW}",
             f"--screenshot={shot}", source.as_uri()],
            check=True, capture_output=True, timeout=_SECONDS,
        )  # fmt: skip
        with Image.open(shot) as drawn:
            cut(drawn.convert("RGB"), round(width * SCALE)).save(picture, optimize=True)


def cut(drawn: Image.Image, width: int) -> Image.Image:
    """The picture without the empty page below and beside it, in few colours."""
    across = drawn.crop((0, 0, width, drawn.height))
    empty = Image.new("RGB", across.size, across.getpixel((0, across.height - 1)))
    box = ImageChops.difference(across, empty).getbbox()
    bottom = min((box[3] if box else across.height) + _MARGIN, across.height)
    return across.crop((0, 0, width, bottom)).quantize(_COLOURS, dither=Image.Dither.NONE)
