"""Pictures of booths: flat drawings made with shapes alone, so that no font and no photograph is needed."""

import math
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw

WIDTH, HEIGHT, FINE = 960, 640, 3
TINTS = {
    "ict": ("#E8EEFC", "#2456D6", "#173FA6"),
    "ai": ("#F1EAFE", "#7C3AED", "#5B21B6"),
    "stem": ("#E3F4EF", "#0E7C66", "#0A5A4A"),
    "steam": ("#FDEDE3", "#C2410C", "#8F2F08"),
    "hoc-lieu": ("#E3F1FA", "#0369A1", "#024B74"),
}
INK, WHITE, SUN, LEAF, SKY = "#1B2430", "#FFFFFF", "#F2A516", "#3DA35D", "#BFE3F5"
Point = tuple[float, float]


class Canvas:
    """Draws in units of the finished picture, on a finer sheet."""

    def __init__(self, tint: tuple[str, str, str]) -> None:
        self.soft, self.colour, self.dark = tint
        self.image = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), self.soft)
        self._draw = ImageDraw.Draw(self.image)

    def box(self, x: float, y: float, w: float, h: float, fill: str, *, radius: float = 12) -> None:
        at = [x * FINE, y * FINE, (x + w) * FINE, (y + h) * FINE]
        self._draw.rounded_rectangle(at, radius * FINE, fill=fill)

    def disc(self, x: float, y: float, r: float, fill: str) -> None:
        self._draw.ellipse([(x - r) * FINE, (y - r) * FINE, (x + r) * FINE, (y + r) * FINE], fill=fill)

    def ring(self, x: float, y: float, r: float, fill: str, *, width: float = 6) -> None:
        at = [(x - r) * FINE, (y - r) * FINE, (x + r) * FINE, (y + r) * FINE]
        self._draw.ellipse(at, outline=fill, width=int(width * FINE))

    def line(self, points: list[Point], fill: str, *, width: float = 8) -> None:
        self._draw.line(
            [(x * FINE, y * FINE) for x, y in points], fill=fill, width=int(width * FINE), joint="curve"
        )

    def shape(self, points: list[Point], fill: str) -> None:
        self._draw.polygon([(x * FINE, y * FINE) for x, y in points], fill=fill)


def draw(path: Path, *, motif: str, field: str) -> None:
    """Write the picture of `motif` in the colours of `field` as a small PNG, always the same bytes."""
    canvas = Canvas(TINTS[field])
    canvas.disc(140, 120, 190, WHITE)
    canvas.disc(860, 90, 120, WHITE)
    canvas.box(-20, 540, WIDTH + 40, 140, canvas.colour, radius=0)
    canvas.box(-20, 540, WIDTH + 40, 14, canvas.dark, radius=0)
    MOTIFS[motif](canvas)
    small = canvas.image.reduce(FINE)
    path.parent.mkdir(parents=True, exist_ok=True)
    small.quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        path, "PNG", optimize=True
    )


def screen(c: Canvas) -> None:
    c.box(250, 150, 460, 310, INK, radius=22)
    c.box(272, 172, 416, 266, WHITE, radius=8)
    c.box(200, 460, 560, 34, c.dark, radius=16)
    c.box(200, 494, 560, 46, c.dark, radius=4)


def laptop(c: Canvas) -> None:
    screen(c)
    for row in range(3):
        for column in range(4):
            c.box(
                300 + column * 94, 200 + row * 76, 76, 58, (c.colour, SUN, LEAF, c.soft)[(row + column) % 4]
            )


def garden(c: Canvas) -> None:
    c.disc(800, 130, 60, SUN)
    for index in range(3):
        y = 230 + index * 115
        c.box(200, y + 50, 560, 30, c.dark)
        for x in range(256, 720, 75):
            c.line([(x, y + 50), (x, y + 6)], LEAF, width=7)
            c.shape([(x, y + 20), (x - 28, y - 4), (x - 3, y - 10)], LEAF)
            c.shape([(x, y + 18), (x + 28, y - 8), (x + 3, y - 14)], LEAF)
    for x in (200, 740):
        c.box(x, 240, 20, 300, c.dark, radius=4)


def camera(c: Canvas) -> None:
    for index, lid in enumerate((LEAF, SUN, c.colour)):
        x = 230 + index * 180
        c.box(x, 330, 140, 210, lid)
        c.box(x - 12, 310, 164, 34, c.dark)
        c.ring(x + 70, 440, 34, WHITE, width=9)
    c.box(420, 130, 120, 84, INK)
    c.disc(480, 172, 30, SKY)
    c.disc(480, 172, 14, INK)
    c.shape([(480, 214), (400, 300), (560, 300)], WHITE)


def chat(c: Canvas) -> None:
    c.box(190, 130, 400, 170, c.colour, radius=36)
    c.shape([(260, 296), (340, 296), (250, 350)], c.colour)
    c.box(370, 330, 400, 150, WHITE, radius=36)
    c.shape([(640, 476), (720, 476), (740, 526)], WHITE)
    for index, width in enumerate((320, 260)):
        c.box(230, 172 + index * 52, width, 26, WHITE, radius=13)
    for index in range(3):
        c.disc(480 + index * 90, 405, 22, (c.dark, c.colour, SUN)[index])


def lantern(c: Canvas) -> None:
    for x, y, size, fill in ((240, 190, 0.8, SUN), (480, 130, 1.15, c.colour), (720, 210, 0.8, LEAF)):
        c.line([(x, 0), (x, y)], INK, width=4)
        c.shape(
            [
                (x - 60 * size, y),
                (x + 60 * size, y),
                (x + 100 * size, y + 90 * size),
                (x - 100 * size, y + 90 * size),
            ],
            fill,
        )
        c.box(x - 100 * size, y + 90 * size, 200 * size, 120 * size, "#FFE7B0", radius=0)
        c.disc(x, y + 150 * size, 38 * size, SUN)
        c.shape(
            [(x - 100 * size, y + 210 * size), (x + 100 * size, y + 210 * size), (x, y + 280 * size)], fill
        )
        c.line([(x, y + 280 * size), (x, y + 340 * size)], SUN, width=8)


def books(c: Canvas) -> None:
    fills = (c.colour, SUN, c.dark, LEAF, "#C2410C", SKY)
    for index in range(9):
        height = 180 + index * 37 % 110
        c.box(210 + index * 60, 510 - height, 50, height, fills[index % 6], radius=6)
        c.box(220 + index * 60, 510 - height + 24, 30, 30, WHITE, radius=3)
    c.box(180, 510, 600, 30, INK, radius=4)
    for radius in (40, 70, 100):
        c.ring(480, 140, radius, c.colour, width=8)
    c.box(360, 140, 240, 120, c.soft, radius=0)
    c.disc(480, 140, 20, c.dark)


def water(c: Canvas) -> None:
    c.box(390, 90, 180, 400, WHITE, radius=24)
    for index, fill in enumerate(("#8D6E4F", "#C9A66B", "#4B4B4B", "#9AA5B1", SKY)):
        c.box(402, 110 + index * 72, 156, 68, fill, radius=8)
    c.box(460, 490, 40, 50, c.dark)
    for x, y in ((220, 280), (280, 200), (700, 250), (650, 350)):
        c.disc(x, y, 34, "#4AA8D8")
        c.shape([(x - 30, y - 14), (x + 30, y - 14), (x, y - 78)], "#4AA8D8")


def music(c: Canvas) -> None:
    for index in range(8):
        c.box(
            220 + index * 66,
            170 + index * 26,
            50,
            370 - index * 26,
            (c.colour, SUN, LEAF, c.dark)[index % 4],
            radius=25,
        )
        c.disc(245 + index * 66, 196 + index * 26, 14, INK)
    for x, y in ((640, 130), (760, 190)):
        c.disc(x, y, 26, INK)
        c.line([(x + 22, y), (x + 22, y - 90), (x + 60, y - 70)], INK, width=9)


def chart(c: Canvas) -> None:
    screen(c)
    for index, height in enumerate((70, 130, 100, 180, 150)):
        c.box(310 + index * 70, 420 - height, 44, height, (c.colour, SUN)[index % 2], radius=6)
    c.line([(320, 330), (400, 260), (470, 290), (540, 210), (640, 230)], c.dark, width=7)


def windmill(c: Canvas) -> None:
    for x, y, size in ((270, 250, 0.8), (500, 190, 1.1), (730, 270, 0.7)):
        c.shape([(x - 8, y), (x + 8, y), (x + 16, 540), (x - 16, 540)], WHITE)
        for blade in range(3):
            angle = math.radians(blade * 120 + x)
            tip = (x + 130 * size * math.cos(angle), y + 130 * size * math.sin(angle))
            side = (x + 30 * size * math.cos(angle + 0.5), y + 30 * size * math.sin(angle + 0.5))
            c.shape([(x, y), side, tip], c.colour)
        c.disc(x, y, 14, c.dark)
    for x in (370, 620):
        c.box(x, 460, 80, 80, SUN)
        c.shape([(x - 14, 464), (x + 94, 464), (x + 40, 410)], c.dark)


def statue(c: Canvas) -> None:
    c.box(400, 470, 160, 70, c.dark)
    c.shape([(410, 470), (550, 470), (520, 280), (440, 280)], c.colour)
    c.disc(480, 230, 56, SUN)
    c.ring(480, 230, 92, SUN, width=8)
    for x in (240, 720):
        c.line(
            [(x - 60, 400), (x, 360), (x + 60, 400), (x + 60, 480), (x, 520), (x - 60, 480), (x - 60, 400)],
            c.dark,
            width=6,
        )
        c.line([(x - 60, 400), (x, 440), (x + 60, 400)], c.dark, width=6)
        c.line([(x, 440), (x, 520)], c.dark, width=6)


def traffic(c: Canvas) -> None:
    c.box(200, 110, 130, 330, INK, radius=30)
    for index, fill in enumerate(("#D64545", SUN, LEAF)):
        c.disc(265, 170 + index * 104, 40, fill)
    c.box(254, 440, 22, 100, INK, radius=0)
    for x, fill in ((420, c.colour), (630, SUN)):
        c.box(x, 450, 180, 66, fill, radius=20)
        c.box(x + 34, 406, 104, 60, SKY, radius=18)
        c.disc(x + 44, 520, 24, INK)
        c.disc(x + 138, 520, 24, INK)
        c.line([(x - 10, 380), (x - 10, 350), (x + 190, 350), (x + 190, 380)], c.dark, width=5)


def tablet(c: Canvas) -> None:
    c.box(230, 110, 500, 370, INK, radius=34)
    c.box(258, 138, 444, 314, WHITE, radius=12)
    c.disc(350, 240, 60, c.colour)
    c.box(450, 180, 120, 120, SUN)
    c.shape([(640, 180), (580, 300), (690, 300)], LEAF)
    c.box(300, 350, 360, 24, c.soft, radius=12)
    c.box(300, 350, 220, 24, c.colour, radius=12)
    c.box(300, 396, 240, 24, c.soft, radius=12)


def bridge(c: Canvas) -> None:
    c.box(120, 380, 80, 160, c.dark)
    c.box(760, 380, 80, 160, c.dark)
    for index in range(6):
        x = 160 + index * 106
        c.line([(x, 380), (x + 53, 260), (x + 106, 380)], c.colour, width=12)
    c.line([(213, 260), (746, 260)], c.colour, width=12)
    c.line([(120, 380), (840, 380)], INK, width=16)
    c.box(420, 410, 120, 90, SUN, radius=20)
    c.line([(480, 384), (480, 412)], INK, width=6)


def code(c: Canvas) -> None:
    c.disc(480, 300, 140, "#D64545")
    c.shape([(330, 300), (630, 300), (630, 442), (330, 442)], c.soft)
    for index in range(6):
        c.box(170 + index * 106, 440, 92, 92, (WHITE, SUN, WHITE, LEAF, WHITE, c.colour)[index], radius=14)
    c.box(340, 290, 280, 22, INK, radius=10)
    c.line([(480, 160), (480, 296)], INK, width=8)
    for x, y in ((410, 220), (550, 220), (400, 266), (560, 266)):
        c.disc(x, y, 18, INK)
    for x in (400, 560):
        c.line([(x - 6, 310), (x - 26, 380)], INK, width=10)
        c.disc(x, 400, 36, INK)
        c.disc(x, 400, 14, SUN)
    c.line([(610, 290), (650, 240)], INK, width=7)
    c.disc(654, 234, 14, SUN)


def planet(c: Canvas) -> None:
    c.box(0, 0, WIDTH, 540, "#16213A", radius=0)
    for index in range(40):
        c.disc(index * index * 71 % 953, index * 317 % 521, 2 + index % 3, WHITE)
    for radius in (130, 200, 270):
        c.ring(480, 290, radius, "#3B4A6B", width=3)
    c.disc(480, 290, 70, SUN)
    c.disc(610, 290, 18, "#C2410C")
    c.disc(340, 147, 26, "#4AA8D8")
    c.disc(671, 481, 34, "#D9B382")
    c.box(-20, 540, WIDTH + 40, 140, c.colour, radius=0)


def voice(c: Canvas) -> None:
    c.box(410, 110, 140, 250, c.colour, radius=70)
    for y in range(160, 310, 36):
        c.box(440, y, 80, 12, WHITE, radius=6)
    c.line(
        [(370, 270), (370, 330), (420, 400), (480, 414), (540, 400), (590, 330), (590, 270)], c.dark, width=16
    )
    c.box(470, 410, 20, 100, c.dark, radius=4)
    c.box(400, 500, 160, 40, c.dark)
    for index in range(5):
        height = (60, 130, 200, 110, 50)[index]
        c.box(180 + index * 36, 280 - height / 2, 18, height, SUN, radius=9)
        c.box(640 + index * 36, 280 - height / 2, 18, height, SUN, radius=9)


def paint(c: Canvas) -> None:
    c.disc(480, 320, 210, WHITE)
    c.disc(590, 420, 60, c.soft)
    for index, fill in enumerate(("#D64545", SUN, LEAF, "#4AA8D8", "#7C3AED", c.colour)):
        angle = math.radians(150 + index * 42)
        c.disc(480 + 140 * math.cos(angle), 320 + 140 * math.sin(angle), 36, fill)
    c.line([(640, 500), (820, 180)], "#8D6E4F", width=22)
    c.shape([(808, 176), (842, 194), (860, 90)], c.dark)


def network(c: Canvas) -> None:
    nodes = [(480, 160), (260, 300), (700, 300), (360, 440), (600, 440)]
    for a, b in ((0, 1), (0, 2), (1, 3), (2, 4), (3, 4), (0, 3), (0, 4)):
        c.line([nodes[a], nodes[b]], c.dark, width=6)
    for index, (x, y) in enumerate(nodes):
        c.box(x - 74, y - 50, 148, 96, INK, radius=14)
        c.box(x - 62, y - 38, 124, 72, (SKY, WHITE, SUN, WHITE, LEAF)[index], radius=8)
        c.box(x - 26, y + 46, 52, 16, c.colour, radius=4)


def city_map(c: Canvas) -> None:
    fills = (WHITE, "#D8EBDD", WHITE)
    for index in range(3):
        x, up = 210 + index * 180, 30 if index % 2 else 0
        c.shape([(x, 160 + up), (x + 180, 190 - up), (x + 180, 500 - up), (x, 470 + up)], fills[index])
    c.line([(230, 420), (330, 330), (450, 390), (560, 280), (720, 310)], "#4AA8D8", width=16)
    for x, y, fill in ((310, 260, c.colour), (500, 320, SUN), (650, 230, LEAF)):
        c.shape([(x - 34, y), (x + 34, y), (x, y + 76)], fill)
        c.disc(x, y - 6, 38, fill)
        c.disc(x, y - 6, 15, WHITE)


MOTIFS: dict[str, Callable[[Canvas], None]] = {
    "laptop": laptop, "garden": garden, "camera": camera, "chat": chat, "lantern": lantern, "books": books,
    "water": water, "music": music, "chart": chart, "windmill": windmill, "statue": statue,
    "traffic": traffic,
    "tablet": tablet, "bridge": bridge, "code": code, "planet": planet, "voice": voice, "paint": paint,
    "network": network, "map": city_map,
}  # fmt: skip
