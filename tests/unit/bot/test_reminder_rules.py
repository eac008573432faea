from pathlib import Path

import pytest

from bot.rules import reminder_rules
from config.errors import BadConfig
from config.reminders import REMINDERS_FILE
from config.settings import Settings

ITS_NAMES = 'names = ["全国质量月", "质量月"]'


def settings_with(tmp_path: Path, names: str) -> Settings:
    file = tmp_path / "reminders.toml"
    file.write_text(REMINDERS_FILE.read_text("utf-8").replace(ITS_NAMES, names), "utf-8")
    return Settings(_env_file=None, reminders_file=file)


def test_an_observance_with_a_ladder_of_its_own_may_be_called_as_people_call_it(
    tmp_path: Path,
) -> None:
    rules = reminder_rules(settings_with(tmp_path, 'names = ["3·15"]'))
    assert rules.ladder.for_observance("国际消费者权益日")[0] == 45


def test_an_observance_that_nobody_knows_is_refused_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(BadConfig) as caught:
        reminder_rules(settings_with(tmp_path, 'names = ["质量约"]'))
    assert "no '质量约' is known" in str(caught.value)
