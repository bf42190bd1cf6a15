"""The plot: how time grows with states, as an SVG written by hand.

Both axes are logarithmic, so a line of slope one is time in proportion to states.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import cycle
from math import ceil, floor, log10
from typing import Final

__all__ = ["Series", "plot"]

Series = Mapping[str, Sequence[tuple[float, float]]]

WIDTH, HEIGHT = 760, 460
LEFT, RIGHT, TOP, BOTTOM = 70, 190, 44, 52
COLOURS: Final = ("#0b6e4f", "#c03221", "#d98324", "#3d5a98", "#7a4b94", "#555555")


def plot(title: str, series: Series) -> str:
    """Return the SVG of seconds over states, one line and its name for each of `series`."""
    points = [point for line in series.values() for point in line]
    if not points:
        raise ValueError("nothing to plot")
    across = _Axis([x for x, _ in points], LEFT, WIDTH - RIGHT)
    up = _Axis([y for _, y in points], HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="12">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<text x="{LEFT}" y="24" font-size="15">{escape(title)}</text>',
        *_grid(across, up),
    ]
    drawn = {name: line for name, line in series.items() if line}
    heights = _heights({name: up.place(max(line)[1]) for name, line in drawn.items()})
    for colour, (name, line) in zip(cycle(COLOURS), drawn.items(), strict=False):
        parts += _line(name, line, across, up, colour, heights[name])
    return "\n".join([*parts, "</svg>"]) + "\n"


class _Axis:
    """From a value to a place, by its logarithm, between whole powers of ten."""

    def __init__(self, values: Sequence[float], begin: float, end: float) -> None:
        self.low = floor(log10(min(values)))
        self.high = max(ceil(log10(max(values))), self.low + 1)
        self.begin, self.end = begin, end

    def place(self, value: float) -> float:
        share = (log10(value) - self.low) / (self.high - self.low)
        return round(self.begin + share * (self.end - self.begin), 1)

    def powers(self) -> Iterator[int]:
        yield from range(self.low, self.high + 1)


def _grid(across: _Axis, up: _Axis) -> Iterator[str]:
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    for power in across.powers():
        x = across.place(10.0**power)
        yield f'<path d="M{x} {TOP}V{bottom}" stroke="#dddddd"/>'
        yield f'<text x="{x}" y="{bottom + 18}" text-anchor="middle">{_power(power)}</text>'
    for power in up.powers():
        y = up.place(10.0**power)
        yield f'<path d="M{LEFT} {y}H{right}" stroke="#dddddd"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{_power(power)}</text>'
    middle = (LEFT + right) / 2
    yield f'<text x="{middle}" y="{HEIGHT - 10}" text-anchor="middle">distinct states</text>'
    half = (TOP + bottom) / 2
    yield (
        f'<text x="18" y="{half}" text-anchor="middle" transform="rotate(-90 18 {half})">'
        "seconds</text>"
    )


def _line(
    name: str,
    line: Sequence[tuple[float, float]],
    across: _Axis,
    up: _Axis,
    colour: str,
    height: float,
) -> Iterator[str]:
    places = [(across.place(x), up.place(y)) for x, y in sorted(line)]
    way = " ".join(f"{x},{y}" for x, y in places)
    yield f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for x, y in places:
        yield f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>'
    x = WIDTH - RIGHT + 10
    yield f'<text x="{x}" y="{height}" fill="{colour}">{escape(name)}</text>'


def _heights(ends: Mapping[str, float]) -> dict[str, float]:
    """Return where each line's name stands: at the line's end, below those that end above."""
    heights: dict[str, float] = {}
    free = 0.0
    for name, end in sorted(ends.items(), key=lambda item: item[1]):
        heights[name] = round(max(end + 4, free), 1)
        free = heights[name] + 14
    return heights


def _power(power: int) -> str:
    if -3 <= power <= 3:
        return f"{10.0**power:g}"
    return f'10<tspan dy="-5" font-size="9">{power}</tspan>'
