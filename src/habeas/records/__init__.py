"""Records: the files that governments release, read as published; every row is used or set aside with its reason."""

from habeas.records.columns import plain
from habeas.records.engine import connect, room_for
from habeas.records.files import files_in
from habeas.records.layout import Layout
from habeas.records.mapping import Draft, draft_mapping
from habeas.records.model import KINDS, Account, Kind, Progress, Reading, Until
from habeas.records.opening import open_files
from habeas.records.reading import Outcome, read_records
from habeas.records.rosters import RosterDays, roster_days
from habeas.records.sheets import Opened, Sheet, named
from habeas.records.values import BLANK

__all__ = [
    "BLANK",
    "KINDS",
    "Account",
    "Draft",
    "Kind",
    "Layout",
    "Opened",
    "Outcome",
    "Progress",
    "Reading",
    "RosterDays",
    "Sheet",
    "Until",
    "connect",
    "draft_mapping",
    "files_in",
    "named",
    "open_files",
    "plain",
    "read_records",
    "room_for",
    "roster_days",
]
