"""The only door out: a report in English and Spanish, a static site that loads nothing from any other host."""

from habeas.publishing.site import publish
from habeas.publishing.view import Head, View

__all__ = ["Head", "View", "publish"]
