"""Records: the files that governments release, read as published; every row is used or set aside with its reason."""

from habeas.records.files import files_in
from habeas.records.layout import Layout
from habeas.records.mapping import Draft, draft_mapping
from habeas.records.model import KINDS, Account, Kind, Progress, Reading, Until
from habeas.records.reading import Outcome, read_records
from habeas.records.rosters import RosterDays, roster_days

__all__ = [
    "KINDS",
    "Account",
    "Draft",
    "Kind",
    "Layout",
    "Outcome",
    "Progress",
    "Reading",
    "RosterDays",
    "Until",
    "draft_mapping",
    "files_in",
    "read_records",
    "roster_days",
]
