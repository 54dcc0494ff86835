"""Relations between two dates: persons held later = held earlier + those who came in - those who went out.

A running total that says when it began (a period true throughout) links two stocks: one on the day it began, one on the day
on which it stood. Totals are taken together when their ends meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from habeas.amount import Amount
from habeas.claims import Predicate
from habeas.findings.bounds import exact, reckon
from habeas.findings.compare import Difference, differences
from habeas.findings.contradictions import Clash, allowed
from habeas.findings.equation import evaluate, write
from habeas.findings.figures import Figure, Index, Key
from habeas.findings.instances import Instance, Links, instances
from habeas.findings.relations import Rules
from habeas.findings.symbols import operand, symbols
from habeas.when import Span

_EARLIER, _LATER = "earlier", "later"
_ANY = Amount.between(0, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One reading of a relation between two dates: the earlier stock and the totals since, and what they imply.

    A name whose figure is ``None`` is unsaid: anything from zero up. ``end`` is the first and last day on which the later
    stock may have stood.
    """

    instance: Instance
    inputs: Mapping[str, Figure | None]
    amount: Amount
    step: str
    start: date
    end: tuple[date, date]
    states: tuple[Difference, ...] = ()

    @property
    def said(self) -> tuple[Figure, ...]:
        """Return the figures that are said."""
        return tuple(one for one in self.inputs.values() if one is not None)

    @property
    def later(self) -> Key:
        """Return the quantity that is bounded."""
        return self.instance.keys[_LATER]


def imply(index: Index, links: Links, vocabulary: Mapping[str, Predicate], rules: Rules) -> Iterator[Flow]:
    """Yield what each reading of an earlier stock and the totals since implies for the later stock.

    Possible: the earlier stock may be of a day close to the start only. Nothing is implied where the first total does not
    say when it began.
    """
    for instance in instances(rules.of("flow", "imply"), index, links, vocabulary):
        yield from _readings(instance, index, rules, surely=False)


def clashes(index: Index, links: Links, vocabulary: Mapping[str, Predicate], rules: Rules) -> Iterator[Clash]:
    """Yield the later stocks that cannot be, where both dates are certain to the day."""
    for instance in instances(rules.of("flow", "contradict"), index, links, vocabulary):
        for flow in _readings(instance, index, rules, surely=True):
            for later in index.get(flow.later, ()):
                first, last = flow.end
                if first == last and _held(later, first) and allowed(later).meets("==", flow.amount) == "no":
                    group = (later, *flow.said)
                    unlike, states = differences(group, instance.relation.agree, instance.relation.states, rules)
                    yield Clash(
                        subject=instance.subject, figures=group, instances=(instance,), unlike=unlike, states=states
                    )


def _held(figure: Figure, day: date) -> bool:
    return figure.span is not None and figure.span.on_day(day) == "certain"


def _readings(instance: Instance, index: Index, rules: Rules, *, surely: bool) -> Iterator[Flow]:
    names = [name for name in instance.relation.equation.names if name not in (_EARLIER, _LATER)]
    main, others = names[0], names[1:]
    earlier = [one for one in index.get(instance.keys[_EARLIER], ()) if one.bounded]
    for total in index.get(instance.keys[main], ()):
        if not total.bounded or total.start is None or total.end is None:
            continue
        choices = [_beside(total, index.get(instance.keys[name], ())) for name in others]
        for before in earlier:
            if not _begins(before, total.start, surely=surely):
                continue
            for chosen in product(*choices):
                inputs = {_EARLIER: before, main: total, **dict(zip(others, chosen, strict=True))}
                flow = _flow(instance, inputs, total, rules, surely=surely)
                if flow is not None:
                    yield flow


def _begins(before: Figure, start: date, *, surely: bool) -> bool:
    """Say whether a stock is of the day on which a total began, or of the month or so around it."""
    if before.span is None:
        return False
    answer = before.span.on_day(start)
    return answer == "certain" if surely else answer != "no"


def _beside(total: Figure, figures: Sequence[Figure]) -> Sequence[Figure | None]:
    """Return the totals that stood with another one: their ends meet, and their starts where both are said."""
    if total.end is None:
        return (None,)
    found = [
        one
        for one in figures
        if one.bounded
        and one.end is not None
        and one.end[0] <= total.end[1]
        and total.end[0] <= one.end[1]
        and (one.start is None or one.start == total.start)
    ]
    return found or (None,)


def _flow(
    instance: Instance, inputs: Mapping[str, Figure | None], total: Figure, rules: Rules, *, surely: bool
) -> Flow | None:
    said = [one for one in inputs.values() if one is not None]
    unlike, states = differences(said, instance.relation.agree, instance.relation.states, rules)
    if unlike and not surely:
        return None
    if surely and any(one.end != total.end or one.start != total.start for one in said if one.growing):
        return None
    node = instance.relation.equation.right
    use = allowed if surely else _stated
    amount = reckon(evaluate(node, {name: _ANY if one is None else use(one) for name, one in inputs.items()}, exact))
    if amount is None or total.start is None or total.end is None or (amount.low == 0 and amount.high is None):
        return None
    symbol = {name: "(≥ 0)" if one is None else operand(one.symbols) for name, one in inputs.items()}
    return Flow(
        instance=instance,
        inputs=inputs,
        amount=amount,
        step=f"{write(node, symbol)} = {symbols(amount)}",
        start=total.start,
        end=total.end,
        states=states,
    )


def _stated(figure: Figure) -> Amount:
    return figure.amount


def day(flow: Flow) -> Span:
    """Return the span of the day on which the later stock stood."""
    return Span.some_day(*flow.end)
