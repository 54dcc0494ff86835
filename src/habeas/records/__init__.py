"""Records: the files that governments release, read as published; every row is used or set aside with its reason."""

from habeas.records.model import KINDS, Account, Kind, Progress, Reading, Until

__all__ = ["KINDS", "Account", "Kind", "Progress", "Reading", "Until"]
