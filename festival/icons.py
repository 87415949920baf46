"""The icons that pages show, as a small font: the whole font of Bootstrap Icons has 2,000 of them (134 kB).

    python -m festival.icons FROM        prints the names, one a line
    python -m festival.icons FROM TO     writes the stylesheet and the font with these icons alone

FROM is the folder `font` of the package, TO the folder of the stylesheet. Run by `bin/assets`. A name counts
as used where it stands in quotes or after `bi-` in a template, a script, a stylesheet or the Python code.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
APPS: Final = ("festival", "contests", "booths", "judging", "awards", "desk", "config")
SHEET: Final = "bootstrap-icons.min.css"
FONT: Final = "fonts/bootstrap-icons.woff2"
RULE: Final = re.compile(r"\.bi-([a-z0-9-]+)::?before\{content:\"\\([0-9a-f]+)\"\}")
WORD: Final = re.compile(r"[\"']([a-z0-9]+(?:-[a-z0-9]+)*)[\"']|\bbi-([a-z0-9]+(?:-[a-z0-9]+)*)")


def icons_of(css: str) -> dict[str, int]:
    """The code point of each icon in the stylesheet."""
    return {name: int(code, 16) for name, code in RULE.findall(css)}


def words_of(text: str) -> set[str]:
    """Everything in a source that may be the name of an icon."""
    return {quoted or classed for quoted, classed in WORD.findall(text)}


def sources() -> Iterable[Path]:
    """The files that name icons."""
    yield from (ROOT / "templates").rglob("*.html")
    yield from (ROOT / "static" / "js").rglob("*.js")
    yield from (ROOT / "static" / "css").rglob("*.css")
    for app in APPS:
        yield from (path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)


def used_icons(known: Iterable[str]) -> list[str]:
    """The known icons that the project names, in alphabetical order."""
    words = set[str]().union(*(words_of(path.read_text(encoding="utf-8")) for path in sources()))
    return sorted(words & set(known))


def sheet_with(css: str, names: Iterable[str]) -> str:
    """The stylesheet with the rules of these icons alone."""
    wanted = set(names)
    return RULE.sub(lambda rule: rule[0] if rule[1] in wanted else "", css)


def write_font(source: Path, target: Path, codes: Mapping[str, int]) -> None:
    """Write the font with these code points alone."""
    from fontTools import subset

    options = subset.Options(flavor="woff2", hinting=False, layout_features=[], notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes.values())
    with subset.load_font(str(source), options) as font:
        subsetter.subset(font)
        subset.save_font(font, str(target), options)


def main(origin: str, target: str = "") -> None:
    """Print the names, or write both files."""
    css = (Path(origin) / SHEET).read_text(encoding="utf-8")
    icons = icons_of(css)
    names = used_icons(icons)
    if not target:
        print("\n".join(names))
        return
    plain = re.sub(r"\?[0-9a-f]{32}", "", css).replace(
        ',url("fonts/bootstrap-icons.woff") format("woff")', ""
    )
    (Path(target) / SHEET).write_text(sheet_with(plain, names), encoding="utf-8")
    write_font(Path(origin) / FONT, Path(target) / FONT, {name: icons[name] for name in names})


if __name__ == "__main__":
    main(*sys.argv[1:])
