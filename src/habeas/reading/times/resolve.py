"""What each form of forms.py means, by its name."""

from __future__ import annotations

from typing import Final

from habeas.reading.times import events, periods, points, relative
from habeas.reading.times.meaning import Resolver

RESOLVE: Final[dict[str, Resolver]] = {**points.FORMS, **periods.FORMS, **relative.FORMS, **events.FORMS}
