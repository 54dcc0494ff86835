"""Naming a language model: addresses, keys, a case and the environment, and what is said of a host."""

from __future__ import annotations

from typing import Any

import pytest

from habeas.errors import Faults, InputError
from habeas.reading.models import Model, configured
from habeas.words import LANGUAGES


def test_a_host_elsewhere_is_said_to_be_elsewhere() -> None:
    """And that the way there is open, where it is."""
    far = Model("http://models.example/v1", "m").notice(3, 9_000)
    assert "models.example, which is not this computer" in far.text("en")
    assert "not encrypted" in far.text("en")
    assert "no va cifrado" in far.text("es")
    assert "encrypted" not in Model("https://models.example/v1", "m").notice(1, 10).text("en")


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
