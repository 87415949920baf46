"""PDFs of papers, each made of a frozen dataclass and a template.

Fonts are full TTFs from `static/vendor/ttf`, so that copied text is exact; fonts of the machine are not used,
so that a paper looks the same everywhere. Nothing is fetched from outside: only files under `static/` and the
media folder, and `data:` addresses; a missing one stops the printing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import qrcode
import qrcode.image.svg
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from PIL import ImageFile
from weasyprint import CSS, HTML, Document
from weasyprint.text.ffi import ffi, fontconfig, pangoft2
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint turns it on for the whole process, uploads too
STYLES = settings.BASE_DIR / "static" / "print"
LOCAL_ROOT = "http://127.0.0.1:8000"

ffi.cdef("FcConfig *FcConfigCreate(void);")  # WeasyPrint itself only loads the configuration of the machine


class PrintingFailed(Exception):
    """A paper could not be laid out because a font or picture is missing."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One printed document.

    template  path of the template; it gets `paper` (this), and the fields of `data` as `data`
    data      a frozen dataclass with everything the template shows
    styles    names of the style sheets in static/print, after `base.css`
    title     title of the PDF
    is_draft  prints DỰ THẢO under the text
    is_trial  prints BẢN THỬ under the text
    """

    template: str
    data: Any
    styles: Sequence[str] = field(default=())
    title: str = ""
    is_draft: bool = False
    is_trial: bool = False


class OurFontsOnly(FontConfiguration):  # type: ignore[misc]
    """A font configuration without the fonts of the machine: those of the style sheets alone.

    A letter that they lack prints as an empty box; `festival.glyphs` names it before.
    """

    def __init__(self) -> None:
        super().__init__()
        self._config = fontconfig.FcConfigCreate()
        font_map = ffi.cast("PangoFcFontMap *", self.font_map)
        pangoft2.pango_fc_font_map_set_config(font_map, self._config)  # holds a reference of its own
        fontconfig.FcConfigDestroy(self._config)


class OurFilesOnly(URLFetcher):  # type: ignore[misc]
    """Opens files of our folders and `data:` URLs; any other URL stops the printing."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=["file", "data"], allow_redirects=False, fail_on_errors=True)
        self._folders = [(settings.BASE_DIR / "static").resolve(), Path(settings.MEDIA_ROOT).resolve()]

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The file's bytes. FatalURLFetchingError outside our folders."""
        if url.startswith("file:"):
            path = Path(unquote(urlsplit(url).path)).resolve()
            if not any(path.is_relative_to(folder) for folder in self._folders):
                raise FatalURLFetchingError(f"outside our folders: {path.name}")
        return super().fetch(url, headers)


def pdf_of(paper: Paper) -> bytes:
    """The paper's PDF. PrintingFailed when a font or picture is missing."""
    document = layout(paper)
    pdf: bytes = document.write_pdf()
    return pdf


def merged_pdf(documents: Iterable[Document]) -> bytes:
    """One PDF of several laid out papers, in their order. PrintingFailed when there is no page."""
    laid_out = list(documents)
    pages = [page for document in laid_out for page in document.pages]
    if not pages:
        raise PrintingFailed("no pages")
    pdf: bytes = laid_out[0].copy(pages).write_pdf()
    return pdf


def layout(paper: Paper) -> Document:
    """The paper laid out in pages, to be counted or merged."""
    fonts, fetcher = OurFontsOnly(), OurFilesOnly()
    html = render_to_string(paper.template, {"paper": paper, "data": paper.data})
    sheets = [
        CSS(filename=STYLES / name, font_config=fonts, url_fetcher=fetcher)
        for name in ("base.css", *paper.styles)
    ]
    try:
        page = HTML(string=html, base_url=f"{STYLES.as_uri()}/", url_fetcher=fetcher)
        return page.render(stylesheets=sheets, font_config=fonts)
    except FatalURLFetchingError as fault:
        raise PrintingFailed(str(fault)) from fault


def qr_svg(text: str, *, side: int = 40) -> SafeString:
    """A QR code as an SVG element with one path, `side` mm wide; correction M, four modules of quiet zone."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    image = code.make_image(image_factory=qrcode.image.svg.SvgPathImage)
    for measure in ("width", "height"):  # WeasyPrint sizes an inline SVG by its attributes, not by CSS
        image.get_image().set(measure, f"{side}mm")
    return mark_safe(image.to_string(encoding="unicode"))  # noqa: S308 - the library's own drawing, no text


def printed_root(served: str = "") -> str:
    """The address that printed codes and links begin with: the public one, else the one being served.

    `served` is the address of the request, such as http://192.168.1.20:8000; the shell knows none.
    """
    return settings.PUBLIC_URL or served or LOCAL_ROOT


def is_trial_run() -> bool:
    """Whether no public address is set: papers with a code are then marked BẢN THỬ, and count as not sent."""
    return not settings.PUBLIC_URL
