"""The one object a user holds: a case. Each command of the command line is one method of :class:`Case`, of the same name.

Records can be read and counted without a case too: :func:`read_files`, and :class:`Held` for what was counted.
"""

from habeas.case.accounting import Account, Line
from habeas.case.answers import AFTER, LAYOUTS, MOMENTS, Census, Counted, Length, Movement
from habeas.case.apart import open_tables, read_files
from habeas.case.case import Case
from habeas.case.counting import Counting, compare, day, moment
from habeas.case.held import Held
from habeas.case.names import acting, close
from habeas.case.problems import Group, every_problem, grouped
from habeas.case.releases import Releases
from habeas.case.results import Added, Built, CaseEstimate, Checked, CodedFile, Ground, Persons, SourceRead

__all__ = [
    "AFTER",
    "LAYOUTS",
    "MOMENTS",
    "Account",
    "Added",
    "Built",
    "Case",
    "CaseEstimate",
    "Census",
    "Checked",
    "CodedFile",
    "Counted",
    "Counting",
    "Ground",
    "Group",
    "Held",
    "Length",
    "Line",
    "Movement",
    "Persons",
    "Releases",
    "SourceRead",
    "acting",
    "close",
    "compare",
    "day",
    "every_problem",
    "grouped",
    "moment",
    "open_tables",
    "read_files",
]
