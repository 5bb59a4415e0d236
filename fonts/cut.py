"""Cuts the fonts that the pages ship from Source Serif and Source Sans: fewer letters, single weights, another name.

`make fonts` runs it, with fontTools and Brotli beside it; a build never does. The licence reserves the name "Source"
for the whole fonts, so that what is cut from them goes by a name of its own.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter, save_font
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

#: The letters of western European names, the signs of English prose and of arithmetic. Other scripts, such as those of
#: quotations, are set in a font of the reader's own. `face.css` says the same as ranges.
PLAIN = "".join(map(chr, range(0x20, 0x7F)))
LATIN = "".join(map(chr, range(0xA0, 0x100)))
SIGNS = "ŁłŚśŠšŽžČčœŒ\u2009\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u202f€\u2192\u2212\u2248\u2260\u2264\u2265"

SERIF, SANS = "source-serif/VAR/SourceSerif4Variable-{}.ttf", "source-sans/VF/SourceSans3VF-Upright.ttf"
#: Each font: its file here, its family, what it is cut from, its weight and optical size, and its letters. All stand at
#: one weight, for Chromium prints a font of many weights as drawings, and the PDF would be three times the size.
FONTS = (
    ("serif", "Report Serif", SERIF.format("Roman"), {"wght": 400, "opsz": 14}, PLAIN + LATIN + SIGNS),
    ("serif-strong", "Report Serif", SERIF.format("Roman"), {"wght": 600, "opsz": 14}, PLAIN + LATIN + SIGNS),
    ("serif-italic", "Report Serif", SERIF.format("Italic"), {"wght": 400, "opsz": 14}, PLAIN + SIGNS),
    ("display", "Report Display", SERIF.format("Roman"), {"wght": 600, "opsz": 40}, PLAIN + LATIN + SIGNS),
    ("sans", "Report Sans", SANS, {"wght": 400}, PLAIN + LATIN + SIGNS),
    ("sans-strong", "Report Sans", SANS, {"wght": 600}, PLAIN + LATIN + SIGNS),
)
FEATURES = ["ccmp", "kern", "liga", "locl", "pnum", "tnum"]
#: What a font says of itself: copyright, family, style, whole name, the name for PostScript, licence and where it is.
NAMES = {0, 1, 2, 4, 6, 13, 14}


def cut(source: Path, axes: dict, letters: str, family: str) -> TTFont:
    """A font of these letters at one point of its axes, under another name; the same bytes whenever it is cut."""
    font = TTFont(source, recalcTimestamp=False)
    options = Options()
    options.layout_features, options.hinting, options.name_IDs = FEATURES, False, NAMES
    subsetter = Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    font = instantiateVariableFont(font, axes)
    for place in (1, 4, 6):
        font["name"].setName(family.replace(" ", "") if place == 6 else family, place, 3, 1, 0x409)
    return font


def main(packages: Path, target: Path) -> None:
    """Cut every font from the folder of the packages into the folder of the pages' own."""
    target.mkdir(parents=True, exist_ok=True)
    for name, family, source, axes, letters in FONTS:
        font, options = cut(packages / source, axes, letters, family), Options()
        options.flavor = "woff2"
        save_font(font, str(target / f"{name}.woff2"), options)
    shutil.copyfile(packages / "source-serif" / "LICENSE.md", target / "OFL.txt")
    sizes = {path.name: path.stat().st_size for path in sorted(target.glob("*.woff2"))}
    print(f"{sum(sizes.values()):,} bytes in {target}: {sizes}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
