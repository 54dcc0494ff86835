"""Asking a language model: what is sent and to whom, and an endpoint that fails; a real server plays the model."""

from __future__ import annotations

import json
import socket
import time
from contextlib import closing
from typing import Any

import pytest
from tests.cli.playing import Player
from tests.reading.models_asked import TEXT, asked, chat, claims, good, keys

from habeas.reading.models import Model, Proposed, ask
from habeas.words import Said


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
        player.reply = lambda _, status=status: (status, b"")
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
