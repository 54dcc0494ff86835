"""How the report was made, and how anyone can verify it with ``sha256sum`` alone, in plain words."""

from __future__ import annotations

from habeas.publishing.context import Edition


def write(edition: Edition) -> None:
    """Write the page on methods."""
    page = edition.page("methods.html")
    disclosed = edition.disclosed
    unverified = sum(not one.verified for one in edition.view.requirements.values())
    page.write(
        "methods.html", title=edition.t("methods-title"), here="methods", held=disclosed.held_back, unverified=unverified,
        needs=len(edition.view.requirements),
    )  # fmt: skip
