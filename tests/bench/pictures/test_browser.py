from PIL import Image

from bench.pictures.browser import SCALE, cut


def test_the_empty_page_is_cut_off() -> None:
    """Below what is written and beside it; few colours are left."""
    drawn = Image.new("RGB", (900, 1200), "#313338")
    drawn.paste("#ffffff", (10, 10, 200, 300))
    found = cut(drawn, round(400 * SCALE))
    assert found.mode == "P"
    assert found.width == 400 * SCALE
    assert 300 < found.height < 400
