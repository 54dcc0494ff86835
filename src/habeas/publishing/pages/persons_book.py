"""What the pages on persons share: the words of a language, what may be shown, and the address of each page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from anyascii import anyascii
from markupsafe import Markup

from habeas import words
from habeas.custody.persons import PersonFile, Question, Source, fields
from habeas.publishing.context import Edition, Page
from habeas.publishing.links import pages_of, slug
from habeas.publishing.persons_shown import Discretion
from habeas.publishing.persons_view import PersonsView

A_PAGE: Final = 250
FINDINGS_A_PAGE: Final = 150


class Book:
    """The pages on persons in one language."""

    def __init__(self, edition: Edition, view: PersonsView) -> None:
        self.edition, self.view, self.lang = edition, view, edition.lang
        subjects = {name: one.text(edition.lang) for name, one in edition.view.about.subjects.items()}
        named = {said for one in edition.view.about.subjects.values() for said in (one.en, one.es)}
        public = {one.name for one in view.register.lists.values() if one.source in edition.disclosed.sources}
        self.told = Discretion(view, edition.lang, known=named, subjects=subjects, open_lists=public)
        self.note = view.note.text(edition.lang) if view.note is not None else None
        self._words: dict[str, str] = {}

    def t(self, key: str, /, **values: object) -> str:
        """Return a message of these pages; one without values is looked up once."""
        if values:
            return words.text(f"persons_pages.{key}", self.lang, **values)
        found = self._words.get(key)
        if found is None:
            found = self._words[key] = words.text(f"persons_pages.{key}", self.lang)
        return found

    def write(self, page: Page, template: str, *, title: str, **values: Any) -> None:
        """Fill a template of these pages and write the page; ``p`` are the messages of these pages in it."""
        page.write(template, title=title, here="persons", p=self.t, book=self, **values)

    def person(self, name: str) -> str:
        """Return the page of a person, within a language's folder."""
        return f"persons/{slug(name.lower())[2:3] or 'x'}/{slug(name.lower())}.html"

    @cached_property
    def ordered(self) -> Sequence[PersonFile]:
        """The persons as the register lists them, by id."""
        return self.view.register.persons

    @cached_property
    def leaves(self) -> Sequence[str]:
        """The pages of the register's list."""
        return pages_of("persons/register", len(self.ordered), A_PAGE)

    @cached_property
    def asked(self) -> Mapping[str | None, Sequence[Question]]:
        """The questions to each authority that is named; those to others are not asked here."""
        return {name: own for name, own in self.view.asked.items() if name is None or self.told.names(name)}

    @cached_property
    def included(self) -> Sequence[str]:
        """What questions and requests may hold of a person: fields that the case publishes, and days where days are shown."""
        own = [name for name in fields() if name in self.view.shown.publish]
        return [*own, *(["timeline"] if self.told.grain == "day" else [])]

    def asking(self, authority: str | None) -> str:
        """Return the page of the questions to an authority, within a language's folder."""
        return f"persons/ask-{_file(authority) if authority else 'none'}.html"

    def request(self, authority: str | None) -> str:
        """Return the text of the request to an authority, in the site."""
        return f"requests/{_file(authority) if authority else 'none'}.{self.lang}.txt"

    def named(self, authority: str | None) -> str:
        """Return an authority as it is shown, or that none is recorded."""
        return self.told.authority(authority) or self.t("ask-none")

    def cite(self, page: Page, sources: Iterable[Source]) -> Markup:
        """Return the footnote of what rows of lists say."""
        said = list(dict.fromkeys(self.told.source(one) for one in sources))
        return page.notes.count("; ".join(said)) if said else Markup("")

    def counted(self, page: Page) -> Markup:
        """Return the footnote of what is counted in the register."""
        register = self.view.register
        return page.notes.count(self.t("note-register", lists=sorted(register.lists), day=register.as_of))

    def kinds(self, lists: Iterable[str]) -> list[str]:
        """Return lists by their names, with what kind each is."""
        known = self.view.register.lists
        return [
            self.t("list-of-kind", list=one, kind=self.t(f"kind-{known[one].kind if one in known else 'other'}"))
            for one in lists
        ]


def _file(authority: str) -> str:
    """Return the name of an authority as a file has it: without accents, and told apart from others that differ only in them."""
    plain = slug(authority.lower())
    return f"{slug(anyascii(authority).lower().replace(' ', '-'))}{plain[-9:]}" if plain != authority.lower() else plain
