"""Where a phrase that names a speaker begins and ends: the words it cannot hold, and the adverbials around it."""

from __future__ import annotations

from typing import Final

from habeas.reading.speakers.lines import Line

OF: Final = frozenset(("of", "de", "del"))


def bars_left(line: Line, at: int, last: int) -> bool:  # noqa: C901 - one sort of word after another
    """Tell whether a word cannot be inside a phrase that ends further right."""
    word, tag = line.words[at], line.tags[at]
    if line.mark(at):
        if word == "-":
            return not line.joined(at)
        if word in {"'", "’", "&", "/", "°"}:
            return False
        return not (word == "." and line.capital(at - 1) and len(line.word(at - 1)) <= 3)
    if line.capital(at):
        return False
    if word == "that" and line.capital(at + 1):
        return True
    if line.word(at - 1) in {"according", "acuerdo"} or word == "según":
        return True
    if tag:
        if "c" in tag:
            return not (line.capital(at + 1) and line.capital(at - 1)) and not _joins(line, at)
        if set(tag) & set("xrobafwn") and "d" not in tag and "p" not in tag:
            return True
        if "n" in tag:
            return True
    if line.sentence.lang == "es" and word.endswith(("ó", "aron", "ieron")):
        return True
    verb = line.lexicon.verbs.get(word)
    if verb and verb.finite and not verb.doubtful and not verb.participle and "d" not in line.tag(at - 1):
        return True
    return bool(verb and verb.participle and at == last and "p" not in line.tag(at + 1) and "d" not in line.tag(at - 1))


def _joins(line: Line, at: int) -> bool:
    """Tell whether "and" at an index joins two names of a subject that begins the sentence ("X and other groups said")."""
    back = at - 1
    while back >= 0 and not line.mark(back) and not (set(line.tags[back]) & set("xrobafn")) and not line.figure(back):
        back -= 1
    if back >= 0 and line.words[back] not in {",", ";"} and "r" not in line.tags[back]:
        return False
    return back + 1 < at and "p" not in line.tag(back + 1) and at - back <= 8


def start(line: Line, begin: int, last: int) -> int | None:  # noqa: C901 - one sort of word after another
    """Return where the phrase begins between a bar and its end: after a leading adverbial, if there is one."""
    leads = "p" in line.tag(begin) and not line.capital(begin)
    for at in range(last, begin - 1, -1):
        tag = line.tags[at]
        if at == begin:
            return None if leads or line.figure(at) else at
        before, previous = line.tags[at - 1], line.words[at - 1]
        if line.words[at] == "the" and "d" in before and previous not in {"all", "both", "half"}:
            return at  # by six votes to one the judges
        if "p" in tag and not line.capital(at) and "d" not in tag:
            continue
        if ("p" in before or "d" in before or "c" in before) and "t" not in before:
            if not (line.capital(at - 1) and at - 1 == begin):
                continue
            continue
        if "c" in tag:
            continue
        if "d" in tag and not line.figure(at):
            if (
                not leads
                and line.capital(at - 1)
                and line.capital(at + 1)
                and "t" not in before
                and line.sentence.lang == "en"
            ):
                continue  # Save the Children
            return at
        dated = line.figure(at - 1) and (
            "t" in line.tag(at - 2) or len(line.words[at - 1]) == 4
        )  # not "for the 27 men"
        timed = "t" in before or dated or "v" in before
        if (
            timed
            and (line.capital(at) or line.words[at] in line.lexicon.reporters or (leads and not tag))
            and not line.figure(at)
        ):
            if "t" in before and not leads and at - 1 > begin and not line.figure(at - 1):
                continue
            return at
        if leads and line.capital(at) and not line.capital(at - 1) and previous not in line.lexicon.reporters:
            return at
        if leads and line.words[at] in line.lexicon.reporters and line.capital(at - 1) and not line.capital(at):
            return at
    return None


def trimmed(line: Line, first: int, last: int) -> int:
    """Return the end of a phrase without an adverbial at its end ("the ministry on Tuesday")."""
    for at in range(first + 1, last + 1):
        tag = line.tags[at]
        told = line.words[at] in {"a", "al"} and line.sentence.lang == "es" and not line.capital(at)
        if told and line.word(at + 1 + ("d" in line.tag(at + 1))) in line.lexicon.reporters:
            return at - 1  # el ministerio a la oposición
        if "p" in tag and line.words[at] not in OF and not line.capital(at):
            after = line.word(at + 1)
            if after in line.lexicon.sets["occasions"] or "t" in line.tag(at + 1) or line.figure(at + 1):
                if after in {"el", "su", "a", "its", "the"} and line.words[at] in {
                    "para",
                    "for",
                    "contra",
                    "against",
                    "by",
                    "por",
                }:
                    continue
                return at - 1
        ends = at == last or bool(set(line.tags[at + 1]) & set("tpv")) or line.figure(at + 1)
        if "t" in tag and ends and not line.capital(at - 1) and "p" not in line.tags[at - 1]:
            end = at - 1
            while end > first and "d" in line.tags[end]:
                end -= 1
            return end
        if "v" in tag and at == last and "d" not in tag and not line.capital(at):
            return at - 1
    return last


def bars_right(line: Line, at: int, first: int) -> bool:  # noqa: C901 - one sort of word after another
    """Tell whether a word cannot be inside a phrase that begins further left."""
    word, tag = line.words[at], line.tags[at]
    if line.mark(at):
        if word == "-":
            return not line.joined(at)
        if word in {"&", "/", "°"}:
            return False
        return not (word == "." and line.capital(at - 1) and len(line.word(at - 1)) <= 3 and line.capital(at + 1))
    if line.capital(at):
        return "t" in tag and "p" not in line.tag(at - 1)
    if line.figure(at):
        paper = line.word(at + 1) in line.lexicon.papers or line.word(at + 1) in line.lexicon.data
        return not (paper and len(word) == 4)  # the inspectorate's 2021 report
    before = line.tag(at - 1)
    if "p" in before or ("d" in before and not line.capital(at - 1)):
        return bool(set(tag) & set("bfro")) and "d" not in tag
    if "c" in tag:
        after = line.tag(at + 1)
        return not (
            line.capital(at + 1)
            or line.word(at + 1) in line.lexicon.reporters
            or ("d" in after and line.word(at + 2) in line.lexicon.reporters)
        )
    if "c" in before:
        return False
    if "d" in tag and "p" not in tag:
        return not (line.sentence.lang == "en" and word == "the" and line.capital(at - 1) and line.capital(at + 1))
    if word in {"last", "next", "earlier", "late", "early"} and "t" in line.tag(at + 1):
        return True
    if set(tag) & set("xrobafwnvt"):
        return True
    if "p" in tag:
        after = line.word(at + 1)
        if word in {
            "al",
            "tras",
            "durante",
            "after",
            "during",
            "since",
            "until",
            "before",
            "hasta",
            "desde",
            "than",
            "as",
            "sin",
            "without",
        }:
            return True
        return word not in OF and (
            after in line.lexicon.sets["occasions"] or "t" in line.tag(at + 1) or line.figure(at + 1)
        )
    verb = line.lexicon.verbs.get(word)
    if verb and verb.finite and not (verb.participle and "p" in line.tag(at + 1)) and not verb.doubtful:
        return True
    if word in line.lexicon.sets["shown"] or (word.endswith("ndo") and line.sentence.lang == "es"):
        return True
    if line.sentence.lang == "es":
        return word.endswith(("ó", "aron", "ieron"))
    after = line.tag(at + 1)
    return (
        word.endswith("ed")
        and at > first
        and ("d" in after or "p" in after or line.figure(at + 1) or line.among("numbers", at + 1))
        and line.word(at + 1) != "by"
    )
