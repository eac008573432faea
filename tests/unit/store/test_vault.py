"""Secrets at rest: encrypted, or named and left in the environment."""

from __future__ import annotations

import pytest

from plans.errors.robots import NoVariable, RobotsNotSetUp, SecretUnreadable
from store.vault import Vault, derived

KEY = "a-key-that-only-tests-may-know-of"
SECRET = "https://oapi.dingtalk.com/robot/send?access_token=566cc69da782ec"
NOTHING: dict[str, str] = {}


def test_what_is_kept_says_nothing_and_is_read_again() -> None:
    vault = Vault(KEY, NOTHING.get)
    kept = vault.keep(SECRET)
    assert "566cc69da782ec" not in kept
    assert Vault(KEY, NOTHING.get).read(kept) == SECRET


def test_another_key_does_not_open_it() -> None:
    kept = Vault(KEY, NOTHING.get).keep(SECRET)
    for vault in (Vault(KEY[::-1], NOTHING.get), Vault(None, NOTHING.get)):
        with pytest.raises(SecretUnreadable):
            vault.read(kept)


def test_without_a_key_nothing_is_kept() -> None:
    with pytest.raises(RobotsNotSetUp):
        Vault(None, NOTHING.get).keep(SECRET)


def test_a_reference_is_kept_as_it_is_and_looked_up_each_time() -> None:
    environment = {"ROBOT_COMMERCE": "first"}
    vault = Vault(None, environment.get)
    kept = vault.keep("env:ROBOT_COMMERCE")
    assert (kept, vault.read(kept)) == ("env:ROBOT_COMMERCE", "first")
    environment["ROBOT_COMMERCE"] = "second"
    assert vault.read(kept) == "second"


@pytest.mark.parametrize("name", ["ROBOT_NONE", "DUBAN_TOKEN", "HOME", "ROBOT_", "robot_x"])
def test_only_variables_for_robots_that_are_set_can_be_named(name: str) -> None:
    vault = Vault(KEY, {"DUBAN_TOKEN": "secret", "HOME": "/root", "ROBOT_": "x"}.get)
    with pytest.raises(NoVariable):
        vault.said(f"env:{name}")


def test_each_purpose_has_a_key_of_its_own() -> None:
    assert derived(KEY, "links") != derived(KEY, "robots")
