"""A language model as plug-in: a real server plays the model, and what it says is a claim only where the passage says it again."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from habeas.errors import Faults, InputError
from habeas.reading import read
from habeas.reading.document import document
from habeas.reading.models import Model, Proposed, ask, besides, configured
from habeas.reading.models.holding import Rule
from habeas.words import LANGUAGES, Lang, Said

TEXT: dict[Lang, str] = {
    "en": (
        "The prison held 1,240 inmates on 3 May 2021, the Ministry of Justice said. At least 14 prisoners have died there since January. "
        "Each place costs 55 dollars a day, and 40% of those held await trial. The prison was built for 600."
    ),
    "es": (
        "La cárcel tenía 1.240 internos el 3 de mayo de 2021, informó el Ministerio de Justicia. Al menos 14 presos han muerto allí desde enero. "
        "Cada plaza cuesta 55 dólares al día, y el 40 % espera juicio. La cárcel fue construida para 600."
    ),
}
QUOTES: dict[Lang, tuple[str, str, str]] = {
    "en": ("held 1,240 inmates", "At least 14 prisoners have died", "the Ministry of Justice"),
    "es": ("tenía 1.240 internos", "Al menos 14 presos han muerto", "el Ministerio de Justicia"),
}


def good(lang: Lang = "en", **other: Any) -> dict[str, Any]:
    """Return an answer that stands."""
    base = {
        "kind": "population", "quote": QUOTES[lang][0], "value": 1240, "unit": "persons", "as_of": "2021-05-03",
        "speaker": QUOTES[lang][2], "modality": "fact", "denied": False,
    }  # fmt: skip
    return base | other


def chat(content: str | None, finish: str = "stop") -> bytes:
    """Return what an endpoint sends around the words of a model."""
    return json.dumps(
        {"choices": [{"message": {"role": "assistant", "content": content}, "finish_reason": finish}]}
    ).encode()


def claims(*answers: Any) -> bytes:
    """Return an answer with claims."""
    return chat(json.dumps({"claims": list(answers)}))


@dataclass
class Player:
    """A server that plays a model: it answers with ``reply`` and keeps what it was sent."""

    port: int = 0
    reply: Callable[[dict[str, Any]], tuple[int, bytes]] = lambda _: (200, claims())
    headers: dict[str, str] = field(default_factory=dict)
    seen: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def model(self, **other: Any) -> Model:
        """Return the model at this server."""
        return Model(f"http://127.0.0.1:{self.port}/v1", "player", **other)


@pytest.fixture
def player() -> Iterator[Player]:
    """Play a model on a free port of this computer."""
    one = Player()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            one.seen.append(asked)
            one.keys.append(self.headers["Authorization"])
            one.paths.append(self.path)
            status, body = one.reply(asked)
            self.send_response(status)
            headers = {"Content-Length": str(len(body))} | one.headers
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                self.close_connection = True

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    one.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield one
    server.shutdown()
    server.server_close()
    thread.join()


def asked(player: Player, text: str = TEXT["en"], lang: Lang = "en", **other: Any) -> Proposed:
    """Ask the player, and hold that every problem can be said in both languages, on one line."""
    told = ask(player.model(), text, announce=lambda _: None, lang=lang, published="2021-05-05", **other)
    assert [one.reading.quote for one in told.placed] == [one.quote for one in told.readings]
    for place in told.placed:
        assert 0 <= place.before <= place.begins <= place.reading.start
        assert place.reading.end <= place.ends <= place.after <= len(text)
    assert told.refused == len(told.problems) - sum(one.gravity == "error" for one in told.problems)
    for one in told.problems:
        assert all(one.text(each).strip() and "\n" not in one.text(each) for each in LANGUAGES)
    return told


def keys(told: Proposed) -> list[str]:
    """Return the keys of the problems."""
    return [one.key.removeprefix("reading.model-") for one in told.problems]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_passage_says_again_is_a_reading(player: Player, lang: Lang) -> None:
    """Quote, figure, qualifier and speaker are the text's own; the model is named as the cue, and its confidence was never counted."""
    deaths = {"kind": "deaths", "quote": QUOTES[lang][1], "value": 14, "qualifier": "exact", "as_of": "2021-01/2021-05"}
    player.reply = lambda _: (200, claims(good(lang), deaths))
    told = asked(player, TEXT[lang], lang)
    assert keys(told) == []
    first, second = told.readings
    assert TEXT[lang][first.start : first.end] == first.quote == QUOTES[lang][0]
    assert first.value == 1240
    assert (first.unit, first.as_of, first.attributed_to) == (
        "persons",
        "2021-05-03",
        QUOTES[lang][2],
    )
    assert (first.cues, first.confidence, first.language) == (("model",), 0.0, lang)
    assert second.low == 14
    assert (second.kind, second.high, second.qualifier) == ("deaths", None, "at_least")
    assert (told.sent, told.passages) == (1, 1)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("value", [1241, 12400, 1.24, 600, "1241", "mil"])
def test_an_exact_quote_with_the_wrong_number_is_refused(player: Player, lang: Lang, value: Any) -> None:
    """The figure is read again from inside the quote; what the model says of it counts for nothing."""
    player.reply = lambda _: (200, claims(good(lang, value=value)))
    told = asked(player, TEXT[lang], lang)
    assert told.readings == ()
    assert keys(told) == ["number" if value == "mil" else "value"]
    assert QUOTES[lang][0] in told.problems[0].text(lang)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"quote": "held 1,240  inmates"}, "quote-not-there"),
        ({"quote": "Held 1,240 inmates"}, "quote-not-there"),
        ({"quote": "held 1.240 inmates"}, "quote-not-there"),
        ({"quote": "The prison"}, "quote-often"),
        ({"quote": ""}, "no-quote"),
        ({"quote": None}, "no-quote"),
        ({"quote": 1240}, "no-quote"),
        ({"quote": TEXT["en"] * 2}, "quote-long"),
        ({"kind": "escapes"}, "kind"),
        ({"kind": ["population"]}, "kind"),
        ({"kind": "cost"}, "form"),
        ({"kind": "share", "value": 1240}, "form"),
        ({"quote": "40% of those held", "value": 40}, "form"),
        ({"value": None}, "no-value"),
        ({"value": None, "low": 1000, "high": 1240}, "value"),
        ({"value": True}, "number"),
        ({"value": [1240]}, "number"),
        ({"value": "NaN"}, "number"),
        ({"value": "9" * 50}, "number"),
        ({"as_of": "2021-02-30"}, "date"),
        ({"as_of": "May 2021"}, "date"),
        ({"as_of": "2021-05/2021-01"}, "date"),
        ({"as_of": "2021/2021/2021"}, "date"),
        ({"as_of": 2021}, "date"),
        ({"as_of": "0000"}, "date-not-there"),
        ({"as_of": "2017"}, "date-not-there"),
        ({"speaker": "the Interior Ministry"}, "speaker"),
        ({"speaker": {"name": "x"}}, "speaker"),
        ({"modality": "certain"}, "modality"),
        ({"denied": "no"}, "modality"),
        ({"kind": "condition", "value": None, "value_text": "visits=none"}, "statement"),
        ({"kind": "legal", "value": None, "value_text": ["court"]}, "statement"),
    ],
)
def test_what_breaks_the_rule_is_refused_with_its_reason(player: Player, change: dict[str, Any], key: str) -> None:
    """Each answer by itself: the next one, which is good, stands."""
    player.reply = lambda _: (200, claims(good(**change), good()))
    told = asked(player)
    assert keys(told) == [key]
    assert [one.value for one in told.readings] == [1240]
    assert told.problems[0].values["answer"] == 1


@pytest.mark.parametrize("answer", ["1,240", None, 7, [], ["population"]])
def test_an_answer_that_is_no_object_is_refused(player: Player, answer: Any) -> None:
    """Whatever JSON holds."""
    player.reply = lambda _: (200, claims(answer))
    assert keys(asked(player)) == ["no-object"]


def test_a_quote_that_stands_twice_needs_its_place(player: Player) -> None:
    """With the place in the passage it is clear which is meant; a place where it does not stand is none."""
    text = "The north prison held 90 inmates in May 2021. The south prison held 90 inmates in May 2021."
    quote = "held 90 inmates"
    second = text.rindex(quote)
    answer = good(quote=quote, value=90, as_of="2021-05", speaker=None)
    player.reply = lambda _: (200, claims(answer | {"start": second}, answer, answer | {"start": 3}))
    told = asked(player, text)
    assert [one.start for one in told.readings] == [second]
    assert keys(told) == ["quote-often", "quote-often"]


def test_units_and_subjects_are_only_those_that_are_known(player: Player) -> None:
    """A unit of another kind becomes the usual one, a currency is that of the figure, and a subject must be words of the text."""
    player.reply = lambda _: (
        200,
        claims(
            good(unit="bananas", subject="Atlantis"),
            good(kind="cost", quote="55 dollars a day", value=55, unit="USD_per_person_day", speaker=None, subject="The prison"),
            good(kind="share", quote="40% of those held", value=40, unit=None, speaker=None),
        ),
    )  # fmt: skip
    told = asked(player)
    assert keys(told) == []
    assert [one.unit for one in told.readings] == ["persons", "USD_per_person_day", "percent"]
    assert [one.subject for one in told.readings] == [None, "The prison", None]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"claims": [good()]}),
        json.dumps([good()]),
        f"```json\n{json.dumps({'claims': [good()]})}\n```",
        f"<think>There are {{1,240}} inmates.</think>\nHere you are: {json.dumps({'claims': [good()]})} Anything else?",
    ],
)
def test_json_is_found_among_other_words(player: Player, content: str) -> None:
    """Models wrap what they were asked for."""
    player.reply = lambda _: (200, chat(content))
    told = asked(player)
    assert [one.value for one in told.readings] == [1240]


@pytest.mark.parametrize(
    ("status", "body", "key"),
    [
        (200, b"", "no-protocol"),
        (200, b"<html>Welcome</html>", "no-protocol"),
        (200, b"\xff\xfe\x00", "no-protocol"),
        (200, b"[" * 100_000, "no-protocol"),
        (200, b'{"choices": []}', "no-protocol"),
        (200, b'{"choices": [{"message": null}]}', "no-protocol"),
        (200, chat(None), "silent"),
        (200, chat("  "), "silent"),
        (200, chat("I am sorry, I cannot."), "no-json"),
        (200, chat('{"claims": [{"kind": "population", "quote": "held 1,2'), "no-json"),
        (200, chat('{"claims": 3}'), "no-json"),
        (200, chat("[" * 50_000), "no-json"),
        (200, chat(json.dumps({"claims": [good()]}), "length"), "truncated"),
        (400, b"bad request", "status"),
        (401, b"no", "key-refused"),
        (403, b"no", "key-refused"),
        (404, b"model not found\n\x00", "not-there"),
        (429, b"slow down", "status"),
        (500, b"Traceback ...", "status"),
        (503, b"", "status"),
    ],
)
def test_an_endpoint_that_fails_is_said_so(player: Player, status: int, body: bytes, key: str) -> None:
    """No traceback: no readings, and one reason for the passage."""
    player.reply = lambda _: (status, body)
    told = asked(player)
    assert told.readings == ()
    assert keys(told) == [key]
    assert (told.problems[0].row, told.problems[0].gravity) == (1, "error")


def test_an_endpoint_that_knows_no_json_mode_is_asked_without(player: Player) -> None:
    """The second time the conversation alone is sent."""
    player.reply = lambda sent: (400, b"unknown field") if "response_format" in sent else (200, claims(good()))
    told = asked(player)
    assert len(told.readings) == 1
    assert [("response_format" in one) for one in player.seen] == [True, False]


def test_nothing_is_sent_to_another_host(player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    """A redirect is not followed, and a proxy of the environment is not used."""
    monkeypatch.setenv("http_proxy", "http://192.0.2.1:9")
    player.headers = {"Location": "http://192.0.2.1/elsewhere"}
    for status in (301, 302, 303, 307, 308):
        player.reply = lambda _, status=status: (status, b"")  # type: ignore[misc]
        assert keys(asked(player)) == ["moved"]
    assert len(player.seen) == 5


def test_an_endpoint_that_is_down_is_asked_once(player: Player) -> None:
    """Nobody listens: the first passage says so, and the rest is not tried."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    model = Model(f"http://127.0.0.1:{port}/v1", "nobody", timeout=5)
    told = ask(model, "\n\n".join([TEXT["en"]] * 9), announce=lambda _: None, lang="en", longest=400)
    assert keys(told) == ["unreachable", "stopped"]
    assert told.sent == 1 < told.passages


def test_an_endpoint_that_keeps_silent_is_not_waited_for(player: Player) -> None:
    """After the time that was given, with the number of seconds."""

    def slow(_: dict[str, Any]) -> tuple[int, bytes]:
        time.sleep(0.5)
        return 200, claims(good())

    player.reply = slow
    told = ask(player.model(timeout=0.1), TEXT["en"], announce=lambda _: None)
    assert keys(told) == ["timed-out"]
    assert "0.1 seconds" in told.problems[0].text("en")


def test_an_answer_that_breaks_off_is_not_used(player: Player) -> None:
    """Fewer bytes than were promised, or more than anybody needs."""
    player.headers = {"Content-Length": "100000", "Connection": "close"}
    player.reply = lambda _: (200, claims(good()))
    assert keys(asked(player)) == ["broken-off"]
    player.headers = {}
    player.reply = lambda _: (200, b" " * 4_100_000)
    assert keys(asked(player)) == ["too-long"]


def test_after_three_failures_the_rest_is_kept_back(player: Player) -> None:
    """An endpoint that fails again and again gets no more of the text; one that recovers goes on."""
    text = "\n\n".join([TEXT["en"]] * 6)
    player.reply = lambda _: (500, b"")
    told = asked(player, text, longest=400)
    assert keys(told) == ["status"] * 3 + ["stopped"]
    assert len(player.seen) == 3
    player.seen.clear()
    player.reply = lambda _: (500, b"") if len(player.seen) % 2 else (200, claims())
    told = asked(player, text, longest=400)
    assert told.sent == told.passages > 3


LONG = "They went from the cell to the yard and " + "from the yard to the cell and " * 40 + "back."


@pytest.mark.parametrize("longest", [80, 400, 4_000])
def test_passages_are_short_and_hold_every_sentence_once(player: Player, longest: int) -> None:
    """Nothing longer is sent, nothing twice, and neither another language nor a table of contents is sent at all."""
    foreign = "Im Gefängnis der Stadt saßen am 3. Mai 2021 insgesamt 1.240 Häftlinge ein, teilte das Justizministerium am Dienstag mit."
    text = f"{TEXT['en']}\n\n{foreign}\n\nDeaths in custody .......... 12\n\n{TEXT['en']}\n\n{LONG}"
    told = asked(player, text, longest=longest)
    sent = ["".join(one["messages"][1]["content"].partition("Passage:\n")[2]) for one in player.seen]
    assert told.sent == told.passages == len(sent)
    assert all(0 < len(one) <= longest for one in sent)
    assert not any("Häftlinge" in one or "....." in one for one in sent)
    whole = "".join("".join(sent).split())
    assert whole == "".join(f"{TEXT['en']}{TEXT['en']}{LONG}".split())


def test_a_reading_of_a_later_passage_has_the_offsets_of_the_text(player: Player) -> None:
    """Quotes are looked for in their own passage only."""
    text = f"{TEXT['es']}\n\n{TEXT['en']}"
    player.reply = lambda _: (200, claims(good("en")))
    told = asked(player, text, "es", longest=300)
    assert [text[one.start : one.end] for one in told.readings] == [QUOTES["en"][0]]
    assert set(keys(told)) == {"quote-not-there"}


def test_the_host_is_named_before_anything_is_sent(player: Player) -> None:
    """Who hears of it may still say no."""
    heard: list[Said] = []

    def listen(said: Said) -> None:
        heard.append(said)
        assert player.seen == []

    ask(player.model(), TEXT["en"], announce=listen)
    assert len(heard) == len(player.seen) == 1
    assert f"127.0.0.1:{player.port} on this computer" in heard[0].text("en")
    assert "en este equipo" in heard[0].text("es")

    def refuse(_: Said) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask(player.model(), TEXT["en"], announce=refuse)
    assert len(player.seen) == 1


def test_a_host_elsewhere_is_said_to_be_elsewhere() -> None:
    """And that the way there is open, where it is."""
    far = Model("http://models.example/v1", "m").notice(3, 9_000)
    assert "models.example, which is not this computer" in far.text("en")
    assert "not encrypted" in far.text("en")
    assert "no va cifrado" in far.text("es")
    assert "encrypted" not in Model("https://models.example/v1", "m").notice(1, 10).text("en")


def test_the_key_comes_from_the_environment_and_nothing_is_sent_without_it(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable that is named and empty is no key."""
    monkeypatch.setenv("HABEAS_TEST_KEY", "s3cret")
    ask(player.model(key_env="HABEAS_TEST_KEY"), TEXT["en"], announce=lambda _: None)
    ask(player.model(), TEXT["en"], announce=lambda _: None)
    assert player.keys == ["Bearer s3cret", None]
    assert player.paths == ["/v1/chat/completions"] * 2
    for bad in ("", "two\nlines", "schlüssel"):
        monkeypatch.setenv("HABEAS_TEST_KEY", bad)
        told = ask(player.model(key_env="HABEAS_TEST_KEY"), TEXT["en"], announce=lambda _: None)
        assert keys(told) == ["no-key"]
        assert "HABEAS_TEST_KEY" in told.problems[0].text("en")
    assert len(player.seen) == 2


@pytest.mark.parametrize(
    "text",
    ["", " \n", "Im Gefängnis der Stadt saßen im Mai insgesamt 1.240 Häftlinge ein, teilte das Ministerium mit."],
)
def test_without_a_passage_nobody_is_asked(player: Player, text: str) -> None:
    """Nothing is announced and nothing sent."""

    def never(_: Said) -> None:
        pytest.fail("nothing is to be announced")

    assert ask(player.model(), text, announce=never) == Proposed((), (), 0, 0)
    assert player.seen == []


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost:11434",
        "file:///etc/passwd",
        "ftp://host/v1",
        "http://",
        "https:///v1",
        "http://host:port/v1",
        "http://[::1/v1",
        "http://h/v1?x=1",
        "javascript:1",
    ],
)
def test_only_http_and_https_are_addresses(url: str) -> None:
    """Whatever else a URL may be."""
    with pytest.raises(InputError) as caught:
        Model(url, "m")
    assert all(caught.value.text(lang) for lang in LANGUAGES)


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    """It would end in a case that others read."""
    with pytest.raises(InputError) as caught:
        Model("https://me:hunter2@host/v1", "m")
    assert "hunter2" not in str(caught.value)
    for name, timeout in (("", 1.0), ("m", 0.0), ("m", -1.0)):
        with pytest.raises(InputError):
            Model("http://host/v1", name, timeout=timeout)


def test_no_model_is_configured_unless_somebody_does() -> None:
    """Neither a case without the table nor an environment without the URL names one."""
    assert configured(None, {}) is None
    assert configured({}, {"HABEAS_READING_MODEL": "m"}) is None


def test_the_case_goes_before_the_environment_and_they_are_not_mixed() -> None:
    """A key that one of them names is never sent to a host that the other names."""
    table = {"url": "http://localhost:1/v1", "model": "a", "key_env": "KEY", "timeout": 5}
    assert configured(table, {}) == Model("http://localhost:1/v1", "a", "KEY", 5)
    variables = {
        "HABEAS_READING_MODEL_URL": "http://localhost:2/v1",
        "HABEAS_READING_MODEL": "b",
        "HABEAS_READING_MODEL_KEY_ENV": "OTHER",
    }
    assert configured(table, variables) == Model("http://localhost:1/v1", "a", "KEY", 5)
    assert configured({"url": "http://h/v1", "model": "m"}, variables) == Model("http://h/v1", "m")
    assert configured(None, variables) == Model("http://localhost:2/v1", "b", "OTHER")


@pytest.mark.parametrize(
    ("table", "number"),
    [
        ({"url": 3, "model": [], "colour": "red"}, 3),
        ({"model": "m"}, 1),
        ({"url": "http://h/v1"}, 1),
        ({"url": "gopher://h", "model": "m"}, 1),
        ({"url": "http://h", "model": "m", "timeout": True}, 1),
    ],
)
def test_every_fault_of_the_settings_is_told_at_once(table: dict[str, Any], number: int) -> None:
    """In both languages."""
    with pytest.raises(Faults) as caught:
        configured(table, {})
    assert len(caught.value.problems) == number
    assert all(caught.value.text(lang) for lang in LANGUAGES)


def test_a_model_adds_only_what_the_grammar_has_not(player: Player) -> None:
    """The same kind and value on overlapping words is one reading, and the grammar's, whose confidence was counted."""
    grammar = read(TEXT["en"], lang="en", published="2021-05-05")
    one = next(each for each in grammar if each.value == 1240)
    player.reply = lambda _: (
        200,
        claims(good(kind=one.kind), good(kind="share", quote="40% of those held await trial", value=40)),
    )
    told = asked(player)
    assert len(told.readings) == 2
    assert all(each.value != 1240 for each in besides(grammar, told.readings))
    assert besides((), told.readings) == told.readings


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from([TEXT["en"][11:29], "population", "2021", "fact"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(good())), inner, max_size=8),
    max_leaves=12,
)


@settings(phases=(Phase.explicit, Phase.generate), max_examples=100)
@given(st.lists(JSON, max_size=4))
def test_whatever_is_answered_a_reading_stands_on_its_words(answers: list[Any]) -> None:
    """Any JSON at all: no exception, every answer is a reading, a copy of one, or refused."""
    text = TEXT["en"]
    held = Rule(document(text, lang="en", published="2021-05-05")).held(answers, 0, len(text))
    assert len(held.readings) + len(held.problems) <= len(answers)
    for one in held.readings:
        assert text[one.start : one.end] == one.quote
    for problem in held.problems:
        assert all(problem.text(lang) for lang in LANGUAGES)
