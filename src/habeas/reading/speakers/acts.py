"""Acts of speech in a sentence: where somebody says something, who, and which words are theirs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from habeas.reading.speakers.lexicon import Verb
from habeas.reading.speakers.lines import DASHES, QUOTES, STOPS, Line
from habeas.reading.speakers.phrases import Phrase, is_name, left, right

Manner = Literal["fact", "estimate", "allegation"]
Way = Literal["reported", "according", "parenthesis", "passive", "rule"]
_THAT: Final = frozenset(("that", "que"))
_SPOKEN: Final = frozenset(["said", "says", "dijo", "dice", "dijeron", "dicen", "told", "saying"])
_BIDS: Final = frozenset(["at", "a", "en"])
_MOVES: Final = frozenset(
    ["put", "puts", "putting", "elevó", "elevaron", "eleva", "elevan", "elevaba", "situó", "sitúa", "sitúan", "situaron", "situaba", "situaban", "fijó", "fija", "fijan", "ubicó", "ubica", "ubican", "cifró", "cifra", "cifran", "cifraron", "cifraba"]
)
_COMPLAINTS: Final = frozenset(
    ["complaint", "complaints", "report", "reports", "allegation", "allegations", "petitions", "queja", "quejas", "denuncia", "denuncias", "reportes", "peticiones"]
)
_TOLLS: Final = frozenset("toll number count total figure figures estimate tally dead deaths".split())
_CITING: Final = frozenset(("citing", "citando", "quoting", "que", "which"))
_DEFINITE: Final = frozenset("the a an his her its their el la los las un una su sus".split())
_ADDS: Final = frozenset(["where", "when", "donde", "cuando", "al", "tras", "after", "during", "durante", "while", "mientras", "al"])
_SAME: Final = frozenset(["he", "she", "it", "they", "we", "él", "ella", "ellos", "ellas", "i"])


@dataclass(frozen=True, slots=True)
class Act:
    """One act of speech. ``phrase`` is None where the sentence does not name the speaker ("he said", "aseguró que").

    ``first`` to ``last`` are the token indexes of the words that are the speaker's, ``at`` the index of the verb.
    ``close`` acts hold for their own words only and are not gone on with.
    """

    at: int
    phrase: Phrase | None
    first: int
    last: int
    way: Way
    manner: Manner = "fact"
    close: bool = False
    by: Phrase | None = None
    """Who passed it on ("data of the ministry gathered by the network")."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who speaks: None where it is who spoke before. ``edge`` is where the clause begins, ``end`` where a subject after its verb ends.

    ``strict`` where the words before the edge are the writer's ("the group, which was founded by 12 women, said").
    """

    phrase: Phrase | None
    edge: int
    end: int | None = None
    strict: bool = False

    @property
    def turned(self) -> bool:
        """Whether it stands after its verb."""
        return self.end is not None


def acts(line: Line) -> tuple[Act, ...]:
    """Return the acts of a sentence in the order of their verbs."""
    found: list[Act] = []
    taken = -1
    for at in range(len(line)):
        if at <= taken:
            continue
        source = _source(line, at)
        if source:
            act, taken = source
            if found and line.words[at] in _CITING and line.word(at - 1) == ",":
                found[-1] = replace(found[-1], phrase=act.phrase, by=found[-1].phrase)
            else:
                found.append(act)
            continue
        verb = line.verb(at)
        if verb:
            act = _spoken(line, at, verb, found)
            if act:
                found.append(act)
    if len(found) > 1 and line.words[0] in _CITING and found[0].at == 0 and found[1].phrase:
        found[:2] = [replace(found[1], phrase=found[0].phrase, by=found[1].phrase, first=0)]
    found.extend(_gapped(line, found))
    return tuple(found)


def _gapped(line: Line, found: list[Act]) -> Iterator[Act]:
    """Yield the acts whose verb is that of the one before: "The ministry says 60, the opposition 200"."""
    if not found or found[-1].phrase is None or found[-1].way != "reported":
        return
    for at in range(found[-1].at + 2, len(line) - 1):
        if line.words[at] not in {",", ";"}:
            continue
        phrase = right(line, at + 1)
        if phrase is None or phrase.sort not in {"reporter", "name"} or not ("d" in line.tags[at + 1] or line.capital(at + 1)):
            continue
        after = phrase.last + 1
        after += line.word(after) == ","
        after += line.word(after) in {"de", "en", "at", "a"}
        if line.figure(after) and after > phrase.last + 1 - (line.sentence.lang == "en" and phrase.sort == "reporter"):
            yield replace(found[-1], at=after - 1, phrase=phrase, first=at + 1, last=len(line) - 1)


# --- sources: according to X -----------------------------------------------------------------------------------------


def _source(line: Line, at: int) -> tuple[Act, int] | None:
    """Return the act of "according to X" that begins at an index, and the last index it takes up."""
    if at == 0:
        led = _led(line)
        if led:
            return led
    if line.words[at] == "per" and line.word(at + 1) != "the" and not line.capital(at + 1):
        return None
    for parts in line.lexicon.according.get(line.words[at], ()):
        if line.words[at : at + len(parts)] != parts:
            continue
        after = at + len(parts)
        while "v" in line.tag(after) and "d" not in line.tag(after):
            after += 1
        verb = line.verb(after)
        inner = None
        if verb and verb.finite and not verb.doubtful and line.sentence.lang == "es":
            after += 1  # "según informó el ministerio": the verb adds nothing
            phrase, _ = _after(line, after)
        else:
            phrase = right(line, after)
            if phrase and phrase.sort == "thing" and _measure(line, phrase):
                return None
        if phrase is None and inner is None and not (verb and verb.finite):
            return None
        end = max(phrase.last if phrase else after - 1, at)
        phrase, end, by = _apposed(line, phrase, end)
        first, last = _around(line, at, end)
        return Act(at, phrase, first, last, "according", by=by), end
    return None


def _led(line: Line) -> tuple[Act, int] | None:
    """Return the act of a sentence that begins with whose view it is: "Para el sindicato, ", "Son datos del ministerio"."""
    if line.words[0] in {"para", "for"}:
        phrase = right(line, 1)
        if phrase and phrase.sort == "reporter" and line.word(phrase.last + 1) == "," and _collective(line, phrase):
            return Act(0, phrase, 0, len(line) - 1, "according"), phrase.last
        return None
    known = line.lexicon
    if line.words[0] not in {"son", "these", "those", "the", "los", "las"}:
        return None
    head = next((i for i in range(1, min(4, len(line))) if line.words[i] in known.data), None)
    if head is None or (
        line.words[0] != "son"
        and not ({"are", "were", "come", "came", "son", "proceden", "provienen"} & set(line.words[1:4]))
    ):
        return None
    of = next(
        (i for i in range(head, min(head + 4, len(line))) if line.words[i] in {"of", "from", "by", "de", "del"}), None
    )
    phrase = right(line, of + 1) if of else None
    if phrase is None or phrase.sort in {"thing", "holder"}:
        return None
    by = next(
        (i for i in range(phrase.last + 1, min(phrase.last + 5, len(line))) if line.words[i] in {"by", "por"}), None
    )
    passed = right(line, by + 1) if by else None
    return Act(0, phrase, 0, len(line) - 1, "according", by=passed), passed.last if passed else phrase.last


def _collective(line: Line, phrase: Phrase) -> bool:
    """Tell whether a phrase is a body or an officer, and not those whom a sentence is about ("Para los presos, ...")."""
    return not _inmates(line, phrase)


def _measure(line: Line, phrase: Phrase) -> bool:
    return any(line.words[at] in line.lexicon.measures for at in range(phrase.first, phrase.last + 1))


def _around(line: Line, at: int, end: int) -> tuple[int, int]:
    """Return the words that a parenthesis speaks for: all of the sentence but what a contrast divides from it."""
    before = at - 1
    if line.word(before) in {",", "("}:
        before -= 1
    opens = (
        before < 0
        or line.words[before] in {";", ":"}
        or "x" in line.tags[before]
        or line.words[before] in {"donde", "where", "que", "that"}
    )
    if opens and end + 1 < len(line) and line.word(end + 1) not in STOPS:
        return max(0, before + 1), len(line) - 1
    return 0, len(line) - 1


# --- verbs -----------------------------------------------------------------------------------------------------------


def _spoken(line: Line, at: int, verb: Verb, before: list[Act]) -> Act | None:
    """Return the act of a verb, None where it is no act: a noun, an impersonal, a denial of speech."""
    if _noun(line, at, verb) or _denied(line, at):
        return None
    spanish = line.sentence.lang == "es"
    passive = _agent(line, at, verb)
    if passive:
        return passive
    helped = _helped(line, at)
    if verb.participle and not verb.finite and helped is None:
        return None
    if verb.gerund and not verb.finite:
        if line.word(at + 1) in _THAT or (
            line.word(at - 1) == "," and (line.figure(at + 1) or line.words[at] == "saying")
        ):
            speaker = before[-1].phrase if before else opening(line, at)
            if speaker or before:
                return replace(_govern(line, at, at, speaker, verb), first=at + 1)
        return None
    if not spanish and _reduced(line, at, verb):
        return None
    start = helped if helped is not None else at
    subject = _subject(line, at, start, verb, before)
    if subject is None:
        return None
    phrase, edge, inverted = subject.phrase, subject.edge, subject.turned
    if phrase and ("n" in line.tag(phrase.first - 1) or "n" in line.tags[phrase.first]):
        return None
    if not _fits(line, at, verb, phrase, before):
        return None
    end = at if subject.end is None else subject.end
    follows = line.word(_past_dative(line, end + 1))
    set_off = start == 0 or line.mark(edge - 1) or edge == 0
    closes = follows in {"", ",", ".", ";", ")", "?", "!", "…"} or follows in QUOTES or follows in DASHES
    if line.word(edge) == "que" and inverted:
        return _govern(line, at, edge, phrase, verb)
    if (set_off or inverted) and closes and (edge > 0 or not follows) and not (inverted and edge == 0):
        return Act(at, phrase, 0, _parenthesis(line, _past_dative(line, end + 1) - 1), "parenthesis", _manner(verb))
    apart = inverted and edge > 0 and line.word(edge - 1) in {",", *QUOTES, *DASHES}
    if apart and follows != ":" and (follows not in _THAT or edge > 5):
        return Act(at, phrase, 0, _parenthesis(line, _past_dative(line, end + 1) - 1), "parenthesis", _manner(verb))
    act = _govern(line, at, edge, phrase, verb)
    if phrase and phrase.sort == "law":
        stop = next((i for i in range(at + 1, len(line)) if "x" in line.tags[i]), len(line))
        return replace(act, way="rule", last=min(act.last, stop - 1))
    return replace(act, first=edge) if subject.strict else act


def _manner(verb: Verb) -> Manner:
    if "estimate" in verb.does:
        return "estimate"
    return "allegation" if "allege" in verb.does else "fact"


def _noun(line: Line, at: int, verb: Verb) -> bool:
    """Tell whether a form that can be a noun is one here."""
    word, following, tag = line.words[at], line.word(at + 1), line.tag(at - 1)
    if word in {"cuenta", "cuentan", "contaba", "contaban", "da", "dan", "dio", "dieron"} and following in {
        "con",
        "cuenta",
    }:
        return True
    if word.startswith("encontr") and line.word(at - 1) == "se":
        return True
    if not verb.doubtful:
        return False
    if "p" in tag or "d" in tag or line.figure(at - 1):
        return True
    if line.sentence.lang == "es":
        return False
    ahead = line.tag(at + 1)
    return not (
        following in _THAT or following in {"how", "at", ",", ".", "last", "this", "on"} or line.figure(at + 1) or "d" in ahead or following in QUOTES or ("p" in ahead
        and following in {"about", "up", "more", "at", "over", "between"})
    ) or (at > 0 and not (line.capital(at - 1) or line.words[at - 1].endswith("s") or line.words[at - 1] in line.lexicon.reporters
                           or line.words[at - 1] in line.lexicon.papers or "w" in tag or "v" in tag or "r" in tag))  # fmt: skip


def _denied(line: Line, at: int) -> bool:
    """Tell whether speech is denied, wished or only possible ("did not say", "refused to say", "se informó")."""
    back = at - 1
    for _ in range(4):
        if back < 0:
            return False
        word, tag = line.words[back], line.tags[back]
        if "n" in tag or word.endswith("n't"):
            return True
        if word == "to" or (word == "se" and not _reflexive(line, at)):
            return True
        if word in {"without", "sin"}:
            return True
        if not set(tag) & set("av") or ("d" in tag and line.sentence.lang == "en"):
            return False
        back -= 1
    return False


def _reflexive(line: Line, at: int) -> bool:
    return line.words[at].startswith(("quej", "refiri", "refier", "lament", "pregunt", "atribuy"))


def _helped(line: Line, at: int) -> int | None:
    """Return where the verb's group begins where an auxiliary precedes it; None without one."""
    back, first = at - 1, None
    while back >= 0 and ("a" in line.tags[back] or "v" in line.tags[back]):
        if "a" in line.tags[back]:
            first = back
        if "d" in line.tags[back] and line.sentence.lang == "en":
            break
        back -= 1
    return first


def _reduced(line: Line, at: int, verb: Verb) -> bool:
    """Tell whether an English -ed form is a participle here: "20,500 recorded when", "was reported", "a reported 300"."""
    word, before, tag, following = line.words[at], line.word(at - 1), line.tag(at - 1), line.word(at + 1)
    if word in {"said", "reported", "alleged", "believed", "thought", "known", "estimated", "found"} and following in {
        "to",
        "missing",
        "dead",
        "as",
    }:
        return True
    if not verb.participle or _helped(line, at) is not None:
        return False
    if "b" in tag or ("v" in tag and "b" in line.tag(at - 2)):
        return True
    if (
        line.figure(at - 1)
        or ("d" in tag
        and "w" not in tag
        and before not in {"her", "all", "both", "this", "that", "one", "another", "others", "those", "these"})
    ):
        return True
    return "p" in tag and before not in {"to", "that", "who", "after"}


def _agent(line: Line, at: int, verb: Verb) -> Act | None:
    """Return the act of a participle with its agent: "36,000 reported by the government", "contabilizadas por la ONG"."""
    if not verb.participle:
        return None
    by = at + 1
    while by < min(len(line), at + 6) and line.words[by] not in {"by", "por"}:
        if line.mark(by) or not (set(line.tags[by]) & set("vptd") or line.figure(by) or line.words[by] in {"last", "this"}):
            return None
        by += 1
    if line.word(by) not in {"by", "por"}:
        return None
    phrase = right(line, by + 1)
    if phrase is None or phrase.sort in {"thing", "holder"}:
        return None
    if line.words[at] == "accused":
        cut = next(
            (i for i in range(phrase.first + 1, phrase.last) if line.words[i] == "of" and not line.capital(i + 1)), None
        )
        phrase = replace(phrase, last=cut - 1) if cut else phrase
    if phrase.sort == "law" and not verb.does & {"rule", "say"}:
        return None
    if (
        "b" in line.tag(at - 1)
        or ("v" in line.tag(at - 1) and "b" in line.tag(at - 2))
        or line.word(at - 1) in {"been", "sido"}
    ):
        return Act(at, phrase, _clause(line, at), len(line) - 1, "passive", _manner(verb))
    first = at
    while (
        first > 0
        and not line.mark(first - 1)
        and not (set(line.tags[first - 1]) & set("bfaor") and "d" not in line.tags[first - 1])
    ):
        first -= 1
    last = phrase.last
    while last + 1 < len(line) and not (line.mark(last + 1) or set(line.tags[last + 1]) & set("bfaorxc")):
        last += 1
    return Act(at, phrase, first, last, "passive", _manner(verb), close=True)


def _clause(line: Line, at: int) -> int:
    """Return where the clause of a word begins: after a semicolon or a contrast."""
    back = at
    while back > 0 and line.words[back - 1] not in {";", ":"} and "x" not in line.tags[back - 1]:
        back -= 1
    return back


# --- subjects --------------------------------------------------------------------------------------------------------


def _subject(line: Line, at: int, start: int, verb: Verb, before: list[Act]) -> Subject | None:
    """Return who speaks, None where a verb has no subject that could."""
    back = start - 1
    while back >= 0 and "v" in line.tags[back] and not line.capital(back):
        back -= 1
    word, tag = line.word(back), line.tag(back)
    spanish = line.sentence.lang == "es"
    if word in _SAME and not line.mark(back):
        own = opening(line, back) if not before and word in {"it", "they"} else None
        return Subject(own if own and own.last < back and not _inmates(line, own) else None, back)
    loose = (
        back < 0
        or (line.mark(back)
        and word != ")")
        or "c" in tag
        or "x" in tag
        or "o" in tag
        or word in {"que", "según"}
    )
    if loose or "r" in tag:
        if "r" in tag and word != "que":
            return _antecedent(line, back)
        turned = _turned(line, at, back)
        if turned:
            return Subject(turned[0], back if word == "que" else back + 1, turned[1])
        if word == "que" or "r" in tag:
            return _antecedent(line, back) if spanish else None
        if word == ",":
            named = _set_off(line, back)
            if named:
                return named
        if (
            spanish
            and verb.finite
            and verb.does & {"say", "allege", "estimate", "count"}
            and not verb.doubtful
            and (not verb.participle)
        ):
            own = None if before else _host(line, back)
            return Subject(own, back + 1)
        if not spanish and ("c" in tag or word == ","):
            earlier = before[-1].phrase if before and before[-1].way == "reported" else opening(line, back)
            return Subject(earlier, back + 1) if earlier else None
        return None
    phrase = left(line, back)
    if phrase is None or phrase.sort == "thing":
        relative = _relative(line, back)
        if relative is not None:
            found = _antecedent(line, relative)
            if found and found.phrase:
                return Subject(found.phrase, relative if line.words[relative - 1] == "," else found.phrase.first)
    if phrase is None:
        turned = _turned(line, at, back)
        if turned:
            return Subject(turned[0], back + 1, turned[1])
        return Subject(None, back + 1) if spanish and verb.does & {"say", "allege"} and not verb.doubtful else None
    return Subject(phrase, phrase.first)


def _relative(line: Line, back: int) -> int | None:
    """Return the relative word that a clause before an index begins with, if no mark is between."""
    for at in range(back, max(-1, back - 14), -1):
        if line.mark(at):
            return None
        if "r" in line.tags[at] or line.words[at] == "that":
            return at
    return None


def _antecedent(line: Line, back: int) -> Subject | None:
    """Return the phrase that a relative at an index stands for: "TRAC, which counted", "la directora, quien aclaró"."""
    end = back - 1
    if line.word(end) == ",":
        end -= 1
    phrase = left(line, end)
    if phrase is None or phrase.sort in {"thing", "holder"}:
        return Subject(None, back) if line.words[back] in {"quien", "quienes", "who"} else None
    return Subject(phrase, back)


def _turned(line: Line, at: int, back: int) -> tuple[Phrase, int] | None:
    """Return the subject after its verb, and where it ends: "said TRAC", "denunció el Observatorio"."""
    if line.sentence.lang == "en":
        if line.words[at] not in line.lexicon.inverts or not (
            line.word(back) == "," or line.word(back) in QUOTES or line.word(back) in DASHES
        ):
            return None
    phrase, end = _after(line, at + 1)
    if phrase is None or phrase.sort == "holder" or ("p" in line.tags[phrase.first] and not line.capital(phrase.first)):
        return None
    set_off = line.word(back) in {",", *QUOTES, *DASHES} and line.word(end + 1) in {",", ".", "", ":", "que", ";"}
    if phrase.sort == "thing" and not (set_off and line.words[phrase.first] in _DEFINITE and _plainly(line, at)):
        return None
    lowly = "d" in line.tag(phrase.first) and not line.capital(phrase.first + 1)
    if phrase.sort in {"name", "data"} and line.sentence.lang == "es" and lowly:
        return None
    return phrase, end


def _plainly(line: Line, at: int) -> bool:
    verb = line.verb(at)
    return bool(verb and verb.does & {"say", "allege"} and not verb.doubtful)


def _after(line: Line, first: int) -> tuple[Phrase | None, int]:
    """Return the phrase after a verb, past times and those who were told, with its apposition, and where it ends."""
    at = _past_dative(line, first)
    phrase = right(line, at)
    if phrase is None:
        return None, first - 1
    end = phrase.last
    if line.word(end + 1) == "(":
        while end + 1 < len(line) and line.words[end] != ")":
            end += 1
    told, end, _ = _apposed(line, phrase, end)
    return told, end


def _past_dative(line: Line, at: int) -> int:
    """Return the index after times, adverbs and the listeners: "le dijo a este diario", "told reporters on Monday that"."""
    while at < len(line):
        word, tag = line.words[at], line.tags[at]
        if ("v" in tag and "d" not in tag) or ("t" in tag and not line.mark(at)):
            at += 1
        elif word in {"este", "esta", "el", "la", "this", "last", "on", "en", "late", "early"} and "t" in line.tag(
            at + 1
        ):
            at += 2
        elif word in {"a", "al", "to", "ante"} and (after := right(line, at + 1)) and after.last - at <= 5:
            at = after.last + 1
        elif word in {
            "reporters",
            "journalists",
            "lawmakers",
            "us",
            "him",
            "them",
            "her",
            "me",
        } and "p" not in line.tag(at + 1):
            at += 1
        else:
            break
    return at


def _apposed(line: Line, phrase: Phrase | None, end: int) -> tuple[Phrase | None, int, Phrase | None]:
    """Return a phrase with what follows it after a comma: "its director, Jane Roe," is Jane Roe; and who passed it on."""
    if phrase is None or line.word(end + 1) != ",":
        if (
            phrase
            and line.word(end + 1) in {"citado", "citada", "citados", "citadas", "quoted", "cited"}
            and line.word(end + 2) in {"por", "by"}
        ):
            return phrase, end, right(line, end + 3)
        return phrase, end, None
    close = end + 2
    while close < len(line) and not line.mark(close):
        close += 1
    if line.word(end + 2) in {"citado", "citada", "citados", "citadas", "quoted", "cited"} and line.word(end + 3) in {
        "por",
        "by",
    }:
        return phrase, close, right(line, end + 4)
    if close - end - 2 <= 5 and is_name(line, end + 2, close - 1) and phrase.sort == "reporter" and close - 1 > end + 2:
        return Phrase(end + 2, close - 1, "name"), close - 1, None
    return phrase, end, None


def _set_off(line: Line, comma: int) -> Subject | None:
    """Return the subject before a part between commas that ends at a comma: "Cristosal, a rights group, reported"."""
    open_ = comma - 1
    depth = 0
    while open_ > 0 and (line.words[open_] != "," or depth):
        if line.words[open_] in {";", ":"}:
            return None
        depth += line.words[open_] in QUOTES
        depth %= 2
        open_ -= 1
    if open_ <= 0:
        return None
    outer = left(line, open_ - 1)
    inner = (open_ + 1, comma - 1)
    if inner[1] < inner[0]:
        return None
    if outer and outer.sort in {"reporter", "thing"} and is_name(line, *inner) and inner[1] - inner[0] <= 6:
        return Subject(Phrase(inner[0], inner[1], "name"), outer.first)
    if outer and outer.sort != "thing" and outer.sort != "holder":
        told = "r" in line.tags[open_ + 1]
        return Subject(outer, comma + 1 if told else outer.first, strict=told)
    return None


def _inmates(line: Line, phrase: Phrase) -> bool:
    return any(line.words[at] in line.lexicon.inmates for at in range(phrase.first, phrase.last + 1))


def _host(line: Line, before: int) -> Phrase | None:
    """Return the subject that begins the sentence of a "dijo" without a subject, where it is one that speaks for itself."""
    phrase = opening(line, before)
    return None if phrase is None or phrase.sort != "reporter" or _inmates(line, phrase) else phrase


def opening(line: Line, before: int) -> Phrase | None:
    """Return the subject of a sentence that begins with it, for a second verb ("The group visited the jail and found")."""
    first = 0
    if "p" in line.tag(0):
        comma = next((i for i in range(1, min(before, 12)) if line.words[i] == ","), None)
        if comma is None:
            comma = next((i - 1 for i in range(2, min(before, 12)) if "d" in line.tags[i] and "p" not in line.tags[i - 1]), before)
        first = comma + 1
    if first >= before:
        return None
    phrase = right(line, first)
    return phrase if phrase and phrase.sort in {"name", "reporter", "paper", "court"} else None


# --- what fits, and how far it goes ----------------------------------------------------------------------------------


def _fits(line: Line, at: int, verb: Verb, phrase: Phrase | None, before: list[Act]) -> bool:
    """Tell whether a verb with such a subject is speech: a law "requires", figures "show", an agency "counts"."""
    word = line.words[at]
    if word.startswith("habl") and line.word(at + 1) != "de" and "de" not in line.words[at + 1 : at + 9]:
        return False
    if word.startswith(("rais", "revis", "lower")) and line.sentence.lang == "en" and not _TOLLS & set(line.words[at + 1 : at + 8]):
        return False
    if word in _MOVES and not any(line.figure(next_) for next_ in range(at + 1, len(line))):
        return False
    sort = phrase.sort if phrase else "pronoun"
    does = verb.does
    if sort == "law":
        if phrase and phrase.first < at and line.word(at + 1) in {",", ".", ")"}:
            return False
        return bool(does & {"rule", "say", "judge"})
    if sort in {"paper", "data"}:
        return bool(does & {"show", "say", "count", "estimate", "allege"})
    if sort == "court":
        return bool(does & {"judge", "say", "allege", "count", "estimate"}) and not (does <= {"rule"})
    if sort == "holder":
        return word in _SPOKEN
    if "say" in does or "allege" in does or "estimate" in does:
        return sort != "thing" or word in _SPOKEN
    if "count" in does:
        return sort in {"name", "reporter"} or (phrase is None and bool(before))
    if "hear" in does:
        return sort == "reporter" and any(line.word(next_) in _COMPLAINTS for next_ in range(at + 1, at + 7))
    return False


def _parenthesis(line: Line, end: int) -> int:
    """Return where the words end that a verb in a parenthesis speaks for: what a relative adds to its subject is the writer's."""
    after = end + 1 + (line.word(end + 1) == ",")
    relative = "r" in line.tag(after) or line.word(after) in _ADDS
    return end if relative or (after == end + 1 and after < len(line) - 1) else len(line) - 1


def _govern(line: Line, at: int, edge: int, phrase: Phrase | None, verb: Verb) -> Act:
    """Return the act of a verb that what is said follows: its words, and an adverbial before its subject."""
    first = min(edge, at)
    opener = first - 1
    last = len(line) - 1
    if (
        "r" in line.tag(first)
        or (opener >= 0 and set(line.tags[opener]) & set("xoc"))
        or line.word(opener) in {";", ":"}
    ):
        if (
            opener >= 0
            and "o" in line.tags[opener]
            and line.words[opener] in {"cuando", "when"}
            and line.word(at + 1) not in _THAT
        ):
            last = next((i for i in range(at + 1, len(line)) if line.words[i] == ","), last)
        if line.word(first) == "que" and "r" in line.tag(first) and edge == first and phrase and phrase.first > at:
            back = first - 1
            while (
                back > 0
                and not line.mark(back - 1)
                and not (set(line.tags[back]) & set("d") and "p" not in line.tags[back - 1])
            ):
                back -= 1
            return Act(at, phrase, back, at, "reported", _manner(verb), close=True)
        return Act(at, phrase, first, last, "reported", _manner(verb))
    if opener >= 0 and "o" in line.tag(0) and line.word(0) in {"cuando", "when"} and first < 3:
        last = next((i for i in range(at + 1, len(line)) if line.words[i] == ","), last)
    start = _clause(line, first)
    led = any(line.figure(i) and i + 1 < first and "f" in line.tag(i - 1) for i in range(start, first))
    return Act(at, phrase, first if led else start, last, "reported", _manner(verb))
