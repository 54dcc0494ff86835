"""The record of each person: every field of Article 17(3), the time line, the clocks, and the questions that are left."""

from habeas.custody.persons.aliases import alias, renamed
from habeas.custody.persons.asking import request, request_json, say_question
from habeas.custody.persons.building import build_persons
from habeas.custody.persons.catalogue import FieldAbout, due_fields, fields
from habeas.custody.persons.laws import Law, LawFile, read_laws
from habeas.custody.persons.model import (
    Against,
    Clock,
    Delisting,
    Event,
    FieldState,
    LastSeen,
    PersonFile,
    Question,
    Source,
    Status,
    Stretch,
    Value,
)
from habeas.custody.persons.register import PersonRegister
from habeas.custody.persons.saying import (
    say_against,
    say_clock,
    say_days,
    say_delisting,
    say_event,
    say_holder,
    say_last_seen,
    say_person,
    say_place,
    say_source,
    say_status,
    say_stretch,
)

__all__ = [
    "Against",
    "Clock",
    "Delisting",
    "Event",
    "FieldAbout",
    "FieldState",
    "LastSeen",
    "Law",
    "LawFile",
    "PersonFile",
    "PersonRegister",
    "Question",
    "Source",
    "Status",
    "Stretch",
    "Value",
    "alias",
    "build_persons",
    "due_fields",
    "fields",
    "read_laws",
    "renamed",
    "request",
    "request_json",
    "say_against",
    "say_clock",
    "say_days",
    "say_delisting",
    "say_event",
    "say_holder",
    "say_last_seen",
    "say_person",
    "say_place",
    "say_question",
    "say_source",
    "say_status",
    "say_stretch",
]
