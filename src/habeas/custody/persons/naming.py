"""One spelling for each authority of a register: lists write ``PNC``, ``P.N.C.`` and ``pnc`` for one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from habeas.custody.persons.agreeing import folded

if TYPE_CHECKING:
    from habeas.custody.persons.register import PersonRegister


def keepers(register: PersonRegister) -> Mapping[str, str]:
    """Return, for each authority as written, the commonest (then the shortest) spelling that differs only in case, accents and signs."""
    written = Counter(name for one in register.persons for name in one.authorities)
    best: dict[str, str] = {}
    for name, _ in sorted(written.items(), key=lambda one: (-one[1], len(one[0]), one[0])):
        best.setdefault("".join(folded(name)) or name, name)
    return {name: best["".join(folded(name)) or name] for name in written}


def answering(register: PersonRegister, named: Mapping[str, str]) -> dict[str, str | None]:
    """Return which authority is asked about each person: who held them last, else who keeps an official list that has them."""
    found: dict[str, str | None] = {}
    for person in register.persons:
        kept = [
            register.lists[one].authority
            for one in person.lists
            if one in register.lists and register.lists[one].official
        ]
        keeper = next((one for one in kept if one), None)
        found[person.id] = named[person.authorities[0]] if person.authorities else keeper
    return found
