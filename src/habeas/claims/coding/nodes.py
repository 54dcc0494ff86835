"""The nodes of a YAML file with the line each begins on, made from the parser's events.

PyYAML's own composer recurses in C and takes the process down on a file nested a few thousand deep; a claims file is four
levels deep, so anything much deeper is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from habeas.errors import InputError

if TYPE_CHECKING:
    import yaml

_DEEPEST: Final = 16
_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(slots=True)
class Scalar:
    """A single value as the words in the file; ``nothing`` for an empty or null one."""

    text: str
    line: int
    nothing: bool = False


@dataclass(slots=True)
class Listing:
    """A sequence."""

    line: int
    nodes: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapped:
    """A mapping, its keys and values in the order of the file."""

    line: int
    nodes: list[Node] = field(default_factory=list)

    @property
    def pairs(self) -> list[tuple[Node, Node]]:
        """The keys with their values."""
        return list(zip(self.nodes[::2], self.nodes[1::2], strict=True))


Node = Scalar | Listing | Mapped


def compose(file: str, text: str) -> Node | None:
    """Return the one document of a YAML text; ``None`` where it has none. Raises :class:`InputError` with the line."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    maker = _Maker(file)
    try:
        for event in yaml.parse(text, Loader=loader):
            maker.take(event)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError("claims.file-yaml", file=file, row=line, found=error.problem or "") from None
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise InputError("claims.file-yaml", file=file, row=line, found=error.reason) from None
    return maker.root


class _Maker:
    """Puts events together; ``open`` holds the collections that have begun and not ended."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self.open: list[Listing | Mapped] = []
        self.anchors: dict[str, Node] = {}

    def take(self, event: yaml.Event) -> None:
        import yaml

        if isinstance(event, yaml.ScalarEvent):
            nothing = not event.style and event.tag is None and event.value in _NULLS
            self._place(Scalar(event.value, _line(event), nothing), event.anchor)
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            kind = Listing if isinstance(event, yaml.SequenceStartEvent) else Mapped
            node = kind(_line(event))
            self._place(node, event.anchor)
            self.open.append(node)
            if len(self.open) > _DEEPEST:
                raise InputError("claims.file-deep", file=self.file, row=node.line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)

    def _place(self, node: Node, anchor: str | None) -> None:
        if anchor is not None:
            self.anchors[anchor] = node
        if self.open:
            self.open[-1].nodes.append(node)
        elif self.root is None:
            self.root = node
        else:
            raise InputError("claims.file-yaml", file=self.file, row=node.line, found="---")

    def _alias(self, event: yaml.AliasEvent) -> None:
        name, line = str(event.anchor), _line(event)
        if name not in self.anchors:
            raise InputError("claims.file-yaml", file=self.file, row=line, found=f"*{name}")
        self._place(self.anchors[name], None)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
