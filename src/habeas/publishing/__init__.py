"""The only door out: a report in English and Spanish, a static site that loads nothing from any other host."""

from habeas.publishing.audit_view import AuditedFinding, AuditedSeries, Interval, Issue, Picture, PictureRow, Revision
from habeas.publishing.estimates_view import AccountLine, EstimateView
from habeas.publishing.persons_view import PersonsView, Shown, persons_view
from habeas.publishing.picture import picture
from habeas.publishing.records_load import load_records
from habeas.publishing.records_view import Official, Records, RuleCount, Site
from habeas.publishing.site import publish
from habeas.publishing.view import Head, View

__all__ = [
    "AccountLine",
    "AuditedFinding",
    "AuditedSeries",
    "EstimateView",
    "Head",
    "Interval",
    "Issue",
    "Official",
    "PersonsView",
    "Picture",
    "PictureRow",
    "Records",
    "Revision",
    "RuleCount",
    "Shown",
    "Site",
    "View",
    "load_records",
    "persons_view",
    "picture",
    "publish",
]
