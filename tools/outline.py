"""Make the outline that the map of movements is drawn on, from the topologies of Natural Earth and of the US Census.

    python tools/outline.py countries-50m.json states-10m.json src/habeas/publishing/charts/outline.json

The files are those of the packages world-atlas 2.0.2 and us-atlas 3.0.1 of the npm registry; both sources are in the public domain.
Lines are thinned (Douglas and Peucker 1973) and written in hundredths of a degree.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

Line = list[tuple[float, float]]
_COAST: Final = 0.06
_BORDER: Final = 0.05
_SMALLEST: Final = 0.12
SOURCE: Final = "Natural Earth 1:50m land and country borders (world-atlas 2.0.2); US Census state borders (us-atlas 3.0.1); public domain"


def arcs(topology: Mapping[str, Any]) -> list[Line]:
    """Return the arcs of a topology in degrees."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        line: Line = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            line.append((x * kx + dx, y * ky + dy))
        found.append(line)
    return found


def uses(geometries: Sequence[Mapping[str, Any]]) -> Counter[int]:
    """Return how many shapes each arc bounds: an arc of two is a border between them."""
    found: Counter[int] = Counter()
    for shape in geometries:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape.get("arcs", [])]
        found.update({k if k >= 0 else ~k for polygon in polygons for ring in polygon for k in ring})
    return found


def rings(shape: Mapping[str, Any], lines: Sequence[Line]) -> list[Line]:
    """Return the outer rings of a shape."""
    found = []
    for polygon in shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]:
        ring: Line = []
        for k in polygon[0]:
            ring += (lines[k] if k >= 0 else lines[~k][::-1])[1 if ring else 0 :]
        found.append(ring)
    return found


def thinned(line: Line, far: float) -> Line:
    """Return a line without the points that lie closer than ``far`` to what is left."""
    kept, stack = {0, len(line) - 1}, [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        (ax, ay), (bx, by) = line[first], line[last]
        long = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
        best, where = far, 0
        for k in range(first + 1, last):
            px, py = line[k]
            d = (
                abs((bx - ax) * (ay - py) - (ax - px) * (by - ay)) / long
                if long
                else ((px - ax) ** 2 + (py - ay) ** 2) ** 0.5
            )
            if d > best:
                best, where = d, k
        if where:
            kept.add(where)
            stack += [(first, where), (where, last)]
    return [line[k] for k in sorted(kept)]


def flat(line: Line) -> list[int]:
    """Return a line as hundredths of a degree: the first point, then steps."""
    found: list[int] = []
    x = y = 0
    for px, py in line:
        a, b = round(px * 100), round(py * 100)
        found += [a - x, b - y]
        x, y = a, b
    return found


def main(world: Path, states: Path, out: Path) -> None:
    """Write the outline."""
    countries, union = json.loads(world.read_text()), json.loads(states.read_text())
    lines = arcs(countries)
    land = [
        thinned(ring, _COAST)
        for shape in countries["objects"]["land"]["geometries"]
        for ring in rings(shape, lines)
        if max(x for x, _ in ring) - min(x for x, _ in ring) + max(y for _, y in ring) - min(y for _, y in ring)
        > _SMALLEST
    ]
    borders = [
        thinned(lines[k], _BORDER)
        for k, n in sorted(uses(countries["objects"]["countries"]["geometries"]).items())
        if n > 1
    ]
    inner = arcs(union)
    provinces = [
        thinned(inner[k], _BORDER) for k, n in sorted(uses(union["objects"]["states"]["geometries"]).items()) if n > 1
    ]
    made = {
        "source": SOURCE,
        "land": [flat(one) for one in land if len(one) > 3],
        "borders": [flat(one) for one in borders],
        "states": [flat(one) for one in provinces],
    }
    out.write_text(json.dumps(made, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*(Path(one) for one in sys.argv[1:4]))
