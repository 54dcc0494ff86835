"""Times told by well-known events: a state of exception, a pandemic, an inauguration."""

from __future__ import annotations

import re
from typing import Final

from habeas.reading.times.calendar import earliest
from habeas.reading.times.meaning import Meant, Resolver, Role, Teller
from habeas.reading.times.points import point

_THEN: Final = ("then", "that date", "that day", "that month", "entonces", "esa fecha", "ese dia", "ese mes")
"""What stands for any date named before: "since then"."""


def _event(match: re.Match[str], teller: Teller) -> Meant | None:
    name, groups = match["name"], match.groupdict()
    lead = match["lead"]
    began = groups.get("head") or groups.get("verb")
    role: Role = "on" if lead in ("when", "cuando", "after", "tras") else "since"
    if role == "on" and not began:
        return None
    known = next(
        (one.start for one in teller.lex.events if name in one.words and (not one.needs or one.needs & teller.words)),
        None,
    )
    start = known or (
        (teller.begun or teller.anchor or teller.day if name in _THEN else teller.begun)
        if name in teller.lex.event_common and lead not in ("during", "throughout", "durante")
        else None
    )
    if start is not None and len(start) == 7:
        start = min((day for day in teller.seen if day.startswith(start)), default=start)
    if start is None or (teller.reference.published and earliest(start) > earliest(teller.reference.published)):
        return None
    return Meant(start, start if role == "on" else None, role, sure=False)


def _office(match: re.Match[str], teller: Teller) -> Meant | None:
    groups = match.groupdict()
    name, lead = groups["name"] or groups.get("name2") or "", groups["lead"] or groups.get("lead2") or ""
    published = teller.reference.published
    months = teller.lex.inaugurations[name]
    start = next((month for month in months if published is None or earliest(month) <= earliest(published)), None)
    if start is None:
        return None
    told = point(groups["point"], teller) if groups.get("point") else None
    start = told.low if told and told.low else start
    since = lead.startswith(("since", "ever", "desde"))
    return Meant(start, None if since else start, "since" if since else "on", sure=told is not None)


FORMS: Final[dict[str, Resolver]] = {
    "event": _event,
    "office": _office,
}
