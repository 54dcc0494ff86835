"""Reality: whether a statement is made as a fact, or as something that might be, is planned, is alleged or is denied."""

from __future__ import annotations

import re
from typing import Final

from habeas.reading.model import Modality
from habeas.words import Lang

# The month of May, which is no possibility: "in May", "last May", "May 3".
_MONTH: Final = "".join(
    f"(?<!{word} )"
    for word in "in since last this of on until by from to between before after during early mid late".split()
)
# Words right before a statement (within its clause) that make it a possibility or a plan.
_MAYBE: Final[dict[Lang, re.Pattern[str]]] = {
    "en": re.compile(
        rf"(?<!\S)(?:could|would|might|{_MONTH}may(?! not(?!\S)| [0-9])|if|unless|whether|should|in case|threaten(?:s|ed|ing)? to|consider(?:s|ed|ing)?|calls? (?:for|on)|"
        r"called (?:for|on)|urged?|demand(?:s|ed|ing)?)(?: (?!(?:that|and|but|,|;|:)(?!\S))\S+){0,4} $"
    ),
    "es": re.compile(
        r"(?<!\S)(?:podria[n]?|pudiera[n]?|si|a menos que|amenaz\S+ con|evalua[n]?|(?<!no )estudia[n]?|pidio|piden|exig\S+|pide|deberia[n]?|(?:tendria|habria|seria|estaria|permitiria|prohibiria|suspenderia|limitaria|restringiria|impediria|obligaria|autorizaria|negaria|cancelaria|quedaria)[n]?|"
        r"como si)(?: (?!(?:y|pero|,|;|:)(?!\S))\S+){0,4} $|(?<!\S)(?:para|sin) $"
    ),
}
_PLAN: Final[dict[Lang, re.Pattern[str]]] = {
    "en": re.compile(
        r"(?<!\S)(?:plan(?:s|ned|ning)?(?: to)?|propos(?:es|ed|ing|als?)(?: to)?|intend(?:s|ed)? to|aims? to|wants? to|hopes? to|(?:said|says|announced) (?:it|he|she|they) (?:would|will)|prohibit(?:s|ed)|forb(?:ids|ade)|bill(?: that)?(?: would)?|"
        r"promis(?:es|ed) to|vow(?:s|ed) to|will(?! not| never)|(?:is|are|was|were|not) going to)(?: (?!(?:that|and|but|,|;|:)(?!\S))\S+){0,4} $"
    ),
    "es": re.compile(
        r"(?<!\S)(?:planea[n]?|plan de|propon\S+|propuso|propuesta de|pretende[n]?|quiere[n]?|busca[n]?|proyecto(?: de ley)?|promet\S+|anuncio que (?:va a|[a-z]+ra)|"
        r"va[n]? a)(?: (?!(?:y|pero|,|;|:)(?!\S))\S+){0,4} $"
    ),
}
_DENIED: Final[dict[Lang, re.Pattern[str]]] = {
    "en": re.compile(
        r"(?<!\S)(?:den(?:y|ied|ies|ying)|reject(?:s|ed)?|dismiss(?:es|ed)?|refut(?:es|ed)|false|untrue|not true|incorrect)"
        r"(?: (?:that|claims?|reports?|allegations?|accusations?|of|the|any|those|these|as|it|is))* (?:(?!but(?!\S))\S+ ){0,6}$"
    ),
    "es": re.compile(
        r"(?<!\S)(?:neg[oa]|negaron|niega[n]?|desminti\S+|desmient\S+|rechaz\S+|falso|no es (?:cierto|verdad))"
        r"(?: (?:que|las?|los|denuncias|acusaciones|versiones|de|es))+ (?:(?!(?:pero)(?!\S))\S+ ){0,6}$"
    ),
}
# A negation that turns the cue round: "have not banned visits", "nunca prohibieron las visitas".
_TURNED: Final[dict[Lang, re.Pattern[str]]] = {
    "en": re.compile(
        r"(?<!\S)no (?:single )?(?:<r_prisoners>|prisoner|inmate|detainee|one|person|cell|prison|jail)(?: (?:is|was|has been|who|that|ever|in \S+|should|are))* $|"
        r"(?<!\S)(?:no|not|never|nor|no longer|without|stopped|ended|lifted|(?:refused|declined|failed) to|no one|nobody|neither|none)(?: (?:been|be|yet|ever|being|the|to|a))* $"
    ),
    "es": re.compile(
        r"(?<!\S)(?:no (?:hay|existen?|tenemos)|ningun|ninguna) (?:<r_prisoners>|intern[oa]s?|reclus[oa]s?|pres[oa]s?|celdas?|penal)(?: (?:que|se|esta|este|le|les))* $|"
        r"(?<!\S)(?:no|nunca|jamas|tampoco|nadie|ya no|dejo de|dejaron de|sin)(?: (?:se|ha|han|les?|habia|los|las|fue|fueron|ser))* $"
    ),
}


def reality(said: str, start: int, lang: Lang) -> tuple[Modality, bool]:
    """Return the modality of what a line says from ``start`` on, and whether it is denied there."""
    before = said[max(0, start - 120) : start]
    if said.startswith("<", start):
        before = before.removesuffix("may ")  # "may see relatives once a month" is leave, not chance
    denied = bool(_DENIED[lang].search(before) or _TURNED[lang].search(before))
    if _PLAN[lang].search(before):
        return "target", denied
    if _MAYBE[lang].search(before):
        return "hypothetical", denied
    return "fact", denied
