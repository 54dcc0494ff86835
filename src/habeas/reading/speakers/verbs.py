"""Verbs of speech in their sentence: whether a form is one, whether speech is denied, and whether a subject can speak by it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from habeas.reading.speakers.lexicon import Verb
from habeas.reading.speakers.lines import QUOTES, Line
from habeas.reading.speakers.phrases import Phrase
from habeas.reading.speakers.speech import Act, Manner
from habeas.reading.speakers.subjects import THAT

_MORE: Final = frozenset(
    """how at on last this more fewer less nearly about over around dozens hundreds thousands up between several no only some what whether
    just almost roughly""".split()
)
_GIVES: Final = frozenset(("dio", "da", "dieron", "dan", "daba"))
_MAKES: Final = frozenset(("hizo", "hace", "hicieron", "hacen"))
_IDIOMS: Final = (
    (_GIVES, ("a", "conocer")),
    (_GIVES, ("cuenta", "de")),
    (_GIVES, ("cuenta", "del")),
    (_GIVES, ("por", "acreditado")),
    (_GIVES, ("por", "probado")),
    (_GIVES, ("por", "hecho")),
    (_MAKES, ("saber",)),
    (_MAKES, ("público",)),
    (_MAKES, ("constar",)),
)
_SAYING: Final = Verb(frozenset(("say",)), finite=True, participle=False, gerund=False, doubtful=False)
_HAS: Final = frozenset(("con", "cuenta"))
_STATE: Final = frozenset(("to", "missing", "dead", "as"))


def manner(verb: Verb) -> Manner:
    """Return how sure a verb is of what is said."""
    if "estimate" in verb.does:
        return "estimate"
    return "allegation" if "allege" in verb.does else "fact"


def idiom(line: Line, at: int) -> Verb | None:
    """Return the verb of saying that several words are: "dio a conocer", "hizo saber", "dio cuenta de"."""
    if line.sentence.lang != "es":
        return None
    for begins, ends in _IDIOMS:
        if line.words[at] in begins and line.words[at + 1 : at + 1 + len(ends)] == ends:
            return _SAYING
    return None


def noun(line: Line, at: int, verb: Verb) -> bool:
    """Tell whether a form that can be a noun, or something else, is that here."""
    word, following, tag = line.words[at], line.word(at + 1), line.tag(at - 1)
    if line.sentence.lang == "es":
        if idiom(line, at):
            return False
        if word.startswith(("cuent", "contab", "da", "dio")) and following in _HAS:
            return True
        if word.startswith(("mantuv", "mantien", "manten")) and following not in {"que", ",", "."}:
            return True
        if word.startswith("encontr") and line.word(at - 1) == "se":
            return True
        return verb.doubtful and ("p" in tag or "d" in tag or line.figure(at - 1))
    if line.word(at - 1).endswith(("'s", "s'")) and not word.endswith("ed"):
        return True  # the union's tally
    if not verb.doubtful:
        return False
    if "p" in tag or "d" in tag or line.figure(at - 1):
        return True
    return not (_object(line, at) and _nominal(line, at - 1))


def _object(line: Line, at: int) -> bool:
    """Tell whether what follows an English form can be its object: a clause, a number, a phrase."""
    following, ahead = line.word(at + 1), line.tag(at + 1)
    if following == "to" and line.words[at].startswith("point"):
        return True
    if following in THAT or following in _MORE or following in {",", ".", ""} or following in QUOTES:
        return True
    if line.figure(at + 1) or "d" in ahead or line.capital(at + 1):
        return True
    reporting = line.words[at].endswith("s") and not line.word(at - 1).endswith("s")
    before = line.word(at - 1)
    known = before in line.lexicon.papers or before in line.lexicon.reporters
    return reporting and known and not ahead and line.lexicon.verbs.get(following) is None and not line.mark(at + 1)


def _nominal(line: Line, at: int) -> bool:
    """Tell whether a word can end the subject of an English verb."""
    if at < 0 or line.capital(at) or line.words[at] == ",":
        return True
    word = line.words[at]
    known = line.lexicon
    return (
        word.endswith("s") or word in known.reporters or word in known.papers or bool(set(line.tags[at]) & set("wvr"))
    )


def denied(line: Line, at: int) -> bool:
    """Tell whether speech is denied, wished or has no speaker ("did not say", "refused to say", "se informó")."""
    back = at - 1
    for _ in range(4):
        if back < 0:
            return False
        word, tag = line.words[back], line.tags[back]
        if "n" in tag or word.endswith("n't") or word in {"to", "without", "sin"}:
            return True
        if word == "se" and line.sentence.lang == "es":
            return not line.words[at].startswith(("quej", "lament", "pregunt", "atribuy"))
        if not set(tag) & set("av") or ("d" in tag and line.sentence.lang == "en"):
            return False
        back -= 1
    return False


def helped(line: Line, at: int) -> int | None:
    """Return where the verb's group begins where an auxiliary precedes it; None without one."""
    back, first = at - 1, None
    while back >= 0 and set(line.tags[back]) & set("av"):
        if "a" in line.tags[back]:
            first = back
        if "d" in line.tags[back] and line.sentence.lang == "en":
            break
        back -= 1
    return first


def reduced(line: Line, at: int, verb: Verb) -> bool:
    """Tell whether an English -ed form is a participle here: "20,500 recorded when", "was reported", "a reported 300"."""
    before, tag, following = line.word(at - 1), line.tag(at - 1), line.word(at + 1)
    if line.sentence.lang == "es":
        return False
    if ("i" in line.tags[at] and following in _STATE) or (verb.participle and following == "as"):
        return True  # 23 inmates listed as missing
    if not verb.participle or helped(line, at) is not None:
        return False
    if "b" in tag or ("v" in tag and "b" in line.tag(at - 2)) or _counted(line, at) or before == "ever":
        return True
    if "d" in tag and "w" not in tag:
        return before not in {"her", "all", "both", "this", "that", "one", "another", "others", "those", "these"}
    return "p" in tag and before not in {"to", "that", "who", "after"}


def _counted(line: Line, at: int) -> bool:
    """Tell whether a figure that is no day precedes: "20,500 recorded when", but not "as of August 31 showed"."""
    return line.figure(at - 1) and "t" not in line.tag(at - 2) and not line.among("spoken", at)


def fits(
    line: Line, at: int, verb: Verb, phrase: Phrase | None, before: Sequence[Act], *, turned: bool = False
) -> bool:
    """Tell whether a verb with such a subject is speech: a law "requires", figures "show", an agency "counts"."""
    does = verb.does
    if not (phrase and phrase.sort == "law") and not _complete(line, at):
        return False
    match phrase.sort if phrase else "pronoun":
        case "law":
            set_off = phrase is not None and phrase.first < at and line.word(at + 1) in {",", ".", ")"}
            return not set_off and bool(does & {"rule", "say", "judge"})
        case "paper" | "data" if line.words[at].startswith("inclu") and phrase and _lists(line, phrase):
            return False
        case "paper" | "data" if line.words[at] == "declared" and line.word(at + 1) not in THAT:
            return False
        case "paper" | "data":
            return bool(
                does & {"show", "say", "count", "estimate", "allege"}
                or (does & {"judge"} and line.sentence.lang == "es")
            ) and not line.words[at].startswith("publi")
        case "court":
            return bool(does & {"judge", "say", "allege", "count", "estimate"})
        case "thing" if turned:
            return (
                not any(line.among("counted", place) for place in range(phrase.first, phrase.last + 1))
                if phrase
                else False
            )
        case "holder":
            return line.among("spoken", at)
        case "thing":
            return phrase is not None and _personal(line, at, verb, phrase)
        case sort:
            return _told(line, at, verb, phrase, sort=sort, spoken=bool(before))


def _lists(line: Line, phrase: Phrase) -> bool:
    """Tell whether a phrase is of a list of people: what it includes, it does not say."""
    return any(
        line.words[at] in {"list", "lists", "lista", "listas", "listado"} for at in range(phrase.first, phrase.last + 1)
    )


def _told(line: Line, at: int, verb: Verb, phrase: Phrase | None, *, sort: str, spoken: bool) -> bool:
    """Tell whether a verb is speech of somebody: a name, one who reports, one named before."""
    does = verb.does
    if line.among("sees", at) and not (does & {"say"}) and line.words[at] not in {"counts", "count"}:
        return (
            phrase is not None
            and line.words[phrase.first] not in {"its", "sus"}
            and any(line.among("watchers", place) for place in range(phrase.first, phrase.last + 1))
        )
    if does & {"say", "allege", "estimate"}:
        return True
    if line.words[at].startswith(("sum", "total")) and phrase and line.words[phrase.last] in line.lexicon.inmates:
        return False  # the prisoners, who number 60
    if "count" in does:
        return sort in {"name", "reporter"} or spoken or (sort == "pronoun" and verb.finite)
    if phrase is None:
        return does == {"rule"} and line.word(at - 1) == "it"  # the law, in the sentence before
    if "hear" in does:
        if line.words[phrase.first] in {"his", "her", "its", "su", "sus"}:
            return False
        named = sort == "reporter" or "d" in line.tag(phrase.first) or line.tokens[phrase.last].text.isupper()
        return named and any(line.among("complaints", place) for place in range(at + 1, at + 7))
    if "act" in does:
        return line.among("lords", phrase.last) and any(line.figure(place) for place in range(at + 1, at + 6))
    return False


def _personal(line: Line, at: int, verb: Verb, phrase: Phrase) -> bool:
    """Tell whether a subject of which nothing is known can be somebody: "the petitioners said", not "the toll suggests"."""
    if line.among("spoken", at):
        return True
    if not verb.does & {"say", "allege"} or verb.doubtful or line.among("things", at):
        return False
    head = phrase.last if line.sentence.lang == "en" else phrase.first + 1
    return line.among("definite", phrase.first) and not any(
        line.among("counted", place) for place in {head, phrase.last}
    )


def _complete(line: Line, at: int) -> bool:
    """Tell whether a verb that reports only with certain words has them: "put ... at 40", "gave the figure as 40"."""
    word = line.words[at]
    if idiom(line, at):
        return True
    if line.among("puts", at):
        return any(line.figure(place) for place in range(at + 1, len(line)))
    if line.among("moves", at):
        return any(line.among("tolls", place) for place in range(at + 1, at + 8)) and any(
            line.figure(place) for place in range(at + 1, len(line))
        )
    if word in {"denied", "denies"} and {"access", "entry", "permission", "visits", "bail"} & set(
        line.words[at + 1 : at + 9]
    ):
        return False
    if word.startswith(("reduc", "reduj", "rebaj")):  # "Interior lo reduce a 1.900" says, "redujo la población" does
        return line.word(at - 1) in {"lo", "la", "los", "las"} and any(line.figure(at + step) for step in (2, 3))
    if word.startswith("habl") and line.sentence.lang == "es":
        return "de" in line.words[at + 1 : at + 9]
    if word.startswith(("speak", "spoke", "talk")) and line.sentence.lang == "en":
        return line.word(at + 1) == "of" and any(line.figure(place) for place in range(at + 2, at + 6))
    return True
