from __future__ import annotations

import pytest

from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Fault, Faults, Rule, read_rules


def met(rules: list[Rule], *, seed: int = 1, calls: int = 200, chat: int = 5) -> list[bool]:
    faults = Faults()
    faults.set(seed, rules)
    return [faults.draw("sendMessage", chat) is not None for _ in range(calls)]


def test_a_seed_gives_the_same_faults_again_and_another_seed_others():
    rules = [Rule(Fault.FLOOD, 0.3)]
    assert met(rules) == met(rules)
    assert met(rules) != met(rules, seed=2)
    assert 40 <= sum(met(rules)) <= 80


def test_the_faults_of_a_chat_do_not_depend_on_the_others():
    faults = Faults()
    faults.set(1, [Rule(Fault.FLOOD, 0.3)])
    mixed = []
    for number in range(200):
        faults.draw("sendMessage", 1000 + number)
        mixed.append(faults.draw("sendMessage", 5) is not None)
    assert mixed == met([Rule(Fault.FLOOD, 0.3)])


def test_a_rule_is_spent_after_its_times():
    assert sum(met([Rule(Fault.FLOOD, times=3)])) == 3


@pytest.mark.parametrize(
    ("rule", "method", "chat", "concerned"),
    [
        (Rule(Fault.FLOOD), "sendMessage", 1, True),
        (Rule(Fault.FLOOD), "getUpdates", None, False),
        (Rule(Fault.FLOOD, methods=("getUpdates",)), "getUpdates", None, True),
        (Rule(Fault.FLOOD, chats=(2,)), "sendMessage", 1, False),
        (Rule(Fault.FLOOD, chats=(2,)), "sendMessage", 2, True),
    ],
)
def test_a_rule_concerns_the_calls_it_names(rule, method, chat, concerned):
    assert rule.concerns(method, chat) is concerned


def test_rules_are_read_from_json_and_counted():
    faults = Faults()
    faults.set(7, read_rules([{"fault": "server_error", "code": 500, "chats": [1]}]))
    assert faults.draw("sendMessage", 1).code == 500
    assert faults.report() == {
        "seed": 7,
        "rules": [{"fault": "server_error", "probability": 1.0, "hits": 1}],
    }


@pytest.mark.parametrize("given", [[{}], [{"fault": "x"}], [{"fault": "flood", "odd": 1}], ["x"]])
def test_rules_that_make_no_sense_are_refused(given):
    with pytest.raises(ApiError):
        read_rules(given)
