"""The one object a user holds: a case. Each command of the command line is one method of :class:`Case`, of the same name."""

from habeas.case.case import Case
from habeas.case.results import Added, Built, Checked, CodedFile, Ground

__all__ = ["Added", "Built", "Case", "Checked", "CodedFile", "Ground"]
