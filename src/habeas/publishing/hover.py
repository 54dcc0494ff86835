"""Values under the pointer without a script: a line and its words for each stretch of a drawing, shown by the style sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup, escape

_SHIFT: Final = re.compile(r'transform="translate\(([-0-9.]+),([-0-9.]+)\)"')


def hovering(drawn: Markup, stops: Sequence[tuple[float, str]], width: float, height: float) -> Markup:
    """Return a drawing with, at each stop (pixel, words), a stretch that shows its words while the pointer is over it."""
    shift = _SHIFT.search(drawn)
    dx, dy = shift.groups() if shift else ("0", "0")
    groups = []
    for k, (x, said) in enumerate(stops):
        left = (stops[k - 1][0] + x) / 2 if k else x - 3
        right = (stops[k + 1][0] + x) / 2 if k + 1 < len(stops) else x + 3
        end = x > width / 2
        groups.append(
            f'<g><rect x="{left:.1f}" width="{right - left:.1f}" height="{height:g}" fill="none" pointer-events="all"/>'
            f'<path d="M{x:.1f} 18V{height:g}"/><text x="{x + (-6 if end else 6):.1f}" y="30"{" class=e" if end else ""}>{escape(said)}</text></g>'
        )
    layer = f'<g class="hover" transform="translate({dx},{dy})">{"".join(groups)}</g>'
    at = drawn.rindex("</svg>")
    return Markup(str(drawn)[:at] + layer.replace("class=e", 'class="e"') + str(drawn)[at:])  # noqa: S704 - words escaped above
