"""An equation between named quantities, read once from its text and used on intervals, exact numbers and solver terms alike.

The grammar is small on purpose: names, numbers, ``+ - * /``, ``sum(name)`` and one comparison. The text is read with
:mod:`ast` and never run. A tree is evaluated by Python's own operators, so the same tree serves anything that has them.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any, Final, Literal, TypeAlias

from habeas.errors import InputError

Sign = Literal["+", "-", "*", "/"]
Comparison = Literal["==", ">=", "<="]


@dataclass(frozen=True, slots=True)
class Name:
    """A quantity; ``many`` where the text says ``sum(name)`` and the value given for it is already the sum."""

    name: str
    many: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the equation itself."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Binary:
    """Two parts joined by an operation."""

    sign: Sign
    left: Node
    right: Node


Node: TypeAlias = Name | Number | Binary

_SIGNS: Final[Mapping[type[ast.operator], Sign]] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}
_COMPARISONS: Final[Mapping[type[ast.cmpop], Comparison]] = {ast.Eq: "==", ast.GtE: ">=", ast.LtE: "<="}
_WORK: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
_UNDOES: Final[Mapping[Sign, Sign]] = {"+": "-", "-": "+", "*": "/", "/": "*"}
_SYMBOLS: Final = {"+": "+", "-": "-", "*": "\N{MULTIPLICATION SIGN}", "/": "/"}
_COMPARED: Final[Mapping[str, Callable[[Any, Any], Any]]] = {"==": operator.eq, ">=": operator.ge, "<=": operator.le}


@dataclass(frozen=True, slots=True)
class Equation:
    """A comparison of one quantity (``left``) with an expression (``right``). Equality covers these three fields.

    ``names`` are the quantities, the left one first; ``many`` those that stand for a sum over several figures; ``products``
    says that the right side only multiplies and divides, so that a quantity nobody has stated fits any others; ``solutions``
    holds, for each quantity, the expression that equals it.
    """

    left: Name
    comparison: Comparison
    right: Node
    names: tuple[str, ...] = field(init=False, compare=False)
    many: frozenset[str] = field(init=False, compare=False)
    products: bool = field(init=False, compare=False)
    solutions: Mapping[str, Node] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        parts = list(_walk(self.right))
        inner = names(self.right)
        put = partial(object.__setattr__, self)
        put("names", (self.left.name, *inner))
        put("many", frozenset(node.name for node in parts if isinstance(node, Name) and node.many))
        signs = {node.sign for node in parts if isinstance(node, Binary)}
        put("products", self.comparison == "==" and signs <= {"*", "/"})
        solved = {name: _isolate(self.right, name, self.left) for name in inner}
        put("solutions", {self.left.name: self.right, **solved})

    def holds(self, values: Mapping[str, Any], lift: Callable[[Decimal], Any] = Decimal) -> Any:
        """Compare both sides: a truth for numbers, a formula for solver terms."""
        return _COMPARED[self.comparison](values[self.left.name], evaluate(self.right, values, lift))

    def solve(self, name: str) -> Node:
        """Return the expression that equals ``name``. Raises ``KeyError`` when the name does not occur."""
        return self.solutions[name]


def read(text: str) -> Equation:
    """Read an equation.

    Raises :class:`InputError` that says which part of the text is outside the grammar.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        raise InputError("findings.equation-syntax", text=text) from None
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1 or type(tree.ops[0]) not in _COMPARISONS:
        raise InputError("findings.equation-comparison", text=text)
    if not isinstance(tree.left, ast.Name):
        raise InputError("findings.equation-left", text=text)
    right = _node(tree.comparators[0], text)
    found = [*names(right), tree.left.id]
    twice = sorted({name for name in found if found.count(name) > 1})
    if twice:
        raise InputError("findings.equation-twice", text=text, found=twice)
    return Equation(Name(tree.left.id), _COMPARISONS[type(tree.ops[0])], right)


def _node(tree: ast.expr, text: str) -> Node:
    match tree:
        case ast.Name(id=name):
            return Name(name)
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return Number(Decimal(str(value)))
        case ast.Call(func=ast.Name(id="sum"), args=[ast.Name(id=name)], keywords=[]):
            return Name(name, many=True)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _SIGNS:
            return Binary(_SIGNS[type(sign)], _node(left, text), _node(right, text))
        case _:
            raise InputError("findings.equation-part", text=text, found=ast.unparse(tree))


def _walk(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, Binary):
        yield from _walk(node.left)
        yield from _walk(node.right)


def names(node: Node) -> tuple[str, ...]:
    """Return the quantities of an expression in reading order."""
    return tuple(part.name for part in _walk(node) if isinstance(part, Name))


def divisors(node: Node) -> Iterator[Node]:
    """Yield every part that something is divided by."""
    for part in _walk(node):
        if isinstance(part, Binary) and part.sign == "/":
            yield part.right


def evaluate(node: Node, values: Mapping[str, Any], lift: Callable[[Decimal], Any] = Decimal) -> Any:
    """Work an expression out; ``lift`` turns the equation's own numbers into the kind of value that is given."""
    if isinstance(node, Name):
        return values[node.name]
    if isinstance(node, Number):
        return lift(node.value)
    return _WORK[node.sign](evaluate(node.left, values, lift), evaluate(node.right, values, lift))


def write(node: Node, said: Mapping[str, str]) -> str:
    """Write an expression in symbols, each quantity as it is given."""
    if isinstance(node, Name):
        return said[node.name]
    if isinstance(node, Number):
        return f"{node.value:,f}"
    left, right = write(node.left, said), write(node.right, said)
    if node.sign in "*/":
        left = f"({left})" if _sum(node.left) else left
        right = f"({right})" if isinstance(node.right, Binary) and (node.sign == "/" or _sum(node.right)) else right
    elif node.sign == "-" and _sum(node.right):
        right = f"({right})"
    return f"{left} {_SYMBOLS[node.sign]} {right}"


def _sum(node: Node) -> bool:
    return isinstance(node, Binary) and node.sign in "+-"


def _isolate(node: Node, name: str, value: Node) -> Node:
    """Return what ``name`` equals when ``node`` equals ``value``."""
    if isinstance(node, Name) and node.name == name:
        return value
    if not isinstance(node, Binary):
        raise KeyError(name)
    if name in names(node.left):
        undone: Node = Binary(_UNDOES[node.sign], value, node.right)
        return _isolate(node.left, name, undone)
    if node.sign in "+*":
        undone = Binary("-" if node.sign == "+" else "/", value, node.left)
    else:
        undone = Binary(node.sign, node.left, value)
    return _isolate(node.right, name, undone)
