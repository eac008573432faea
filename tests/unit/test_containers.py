"""Dockerfile, compose files and the proxy's configuration, as a linter and an engine read them.

An engine is not needed here: `make image-run` builds and runs all this on one, `make image-steps`
carries the Dockerfile out without.
tests/data/compose-spec.json is the schema of the Compose Specification (Apache-2.0).
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest
import yaml

from config.settings import Settings
from tests.image_steps import instructions, shipped

ROOT = Path(__file__).parents[2]
FILES = ("compose.yaml", "compose.scale.yaml")
DOCKERFILE = list(instructions((ROOT / "Dockerfile").read_text("utf-8")))
SETTING = re.compile(r"^DUBAN_[A-Z_]+$")
DURATION = r"^(\d+(us|ms|s|m|h))+$"
OF_THE_PROXY = {"DUBAN_DOMAIN"}


def said(word: str, *, stage: int = 1) -> list[str]:
    """What stands behind an instruction in a stage."""
    starts = [at for at, (name, _) in enumerate(DOCKERFILE) if name == "FROM"] + [len(DOCKERFILE)]
    within = DOCKERFILE[starts[stage] : starts[stage + 1]]
    return [rest for name, rest in within if name == word]


class Strict(yaml.SafeLoader):
    """Refuses a key that stands twice, as Compose does; PyYAML takes the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value if key.value != "<<"]
        if twice := {key for key in keys if keys.count(key) > 1}:
            raise yaml.constructor.ConstructorError(None, None, f"twice: {twice}", node.start_mark)
        return super().construct_mapping(node, deep)


def composed(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load((ROOT / name).read_text("utf-8"), Strict)
    return found


def services(name: str) -> dict[str, Any]:
    """The services, with what they take from anchors."""
    found: dict[str, Any] = composed(name)["services"]
    return found


def test_the_image_has_two_stages_of_the_same_slim_base_with_a_version() -> None:
    bases = [rest.split()[0] for word, rest in DOCKERFILE if word == "FROM"]
    assert len(bases) == 2
    assert bases[0] == bases[1]
    assert re.fullmatch(r"python:\$\{PYTHON\}-slim-\w+", bases[0])
    assert ("ARG", "PYTHON=3.13") in DOCKERFILE


def test_dependencies_come_from_the_lock_with_hashes_and_before_the_source() -> None:
    steps = [f"{word} {rest}" for word, rest in DOCKERFILE]
    installed = next(at for at, step in enumerate(steps) if "--require-hashes" in step)
    assert installed < steps.index("COPY . .")


def test_the_image_runs_as_nobody_in_particular_and_its_files_are_roots() -> None:
    (user,) = said("USER")
    assert int(user) >= 10_000
    assert not any("--chown" in copied or "chmod" in copied for copied in said("COPY"))
    assert said("RUN")[-1] == f"install -d -o {user} -g {user} data"


def test_the_image_leaves_no_package_lists_and_brings_a_chinese_font() -> None:
    (apt,) = [run for run in said("RUN") if "apt-get" in run]
    assert "--no-install-recommends" in apt
    assert "rm -rf /var/lib/apt/lists/*" in apt
    assert "fonts-wqy-microhei" in apt
    assert "fc-cache" in apt


def test_the_image_has_one_volume_a_health_check_and_commands_without_a_shell() -> None:
    assert said("VOLUME") == ["/app/data"]
    (health,) = said("HEALTHCHECK")
    assert "/healthz" in json.loads(health.partition("CMD ")[2])[2]
    assert (json.loads(said("ENTRYPOINT")[0]), json.loads(said("CMD")[0])) == (["duban"], ["run"])


def test_the_image_holds_no_secret_and_sets_only_settings_there_are() -> None:
    (env,) = said("ENV")
    names = {word.partition("=")[0] for word in env.split()}
    ours = {name for name in names if SETTING.match(name)}
    assert ours <= {f"DUBAN_{name.upper()}" for name in Settings.model_fields}
    assert not any(word in env for word in ("TOKEN", "SECRET", "PASSWORD"))


def test_only_what_running_needs_goes_into_the_image() -> None:
    rooms = {path.parts[0] for path in shipped()}
    assert {"bot", "config", "texts", "pyproject.toml", "requirements.lock"} <= rooms
    assert not rooms & {"tests", "benchmarks", "docs", ".env", ".git", "data", "compose.yaml"}


@pytest.mark.parametrize("name", FILES)
def test_a_compose_file_is_what_the_specification_allows(name: str) -> None:
    schema = json.loads((ROOT / "tests/data/compose-spec.json").read_text("utf-8"))
    schema["properties"]["name"] = {"type": "string"}  # the copy is older than this key
    fastjsonschema.validate(schema, composed(name), formats={"duration": DURATION})


@pytest.mark.parametrize("name", FILES)
def test_what_is_of_ours_runs_without_rights_on_a_file_system_it_cannot_change(name: str) -> None:
    ours = {key: one for key, one in services(name).items() if one.get("image") == "duban:local"}
    assert ours
    for one in ours.values():
        assert one["read_only"] is True
        assert one["cap_drop"] == ["ALL"]
        assert one["security_opt"] == ["no-new-privileges:true"]
        assert "/tmp" in one["tmpfs"]
        assert one["init"] is True


@pytest.mark.parametrize("name", FILES)
def test_every_image_has_a_version_and_every_log_an_end(name: str) -> None:
    for one in services(name).values():
        assert re.fullmatch(r"[\w./-]+:[\w.-]+", one["image"])
        assert not one["image"].endswith(":latest")
        assert one["logging"]["options"]["max-size"]


@pytest.mark.parametrize("name", FILES)
def test_volumes_that_are_used_are_named_and_files_that_are_mounted_exist(name: str) -> None:
    named = set(composed(name)["volumes"])
    used = [v.split(":")[0] for one in services(name).values() for v in one.get("volumes", [])]
    assert {v for v in used if not v.startswith(".")} == named
    assert all((ROOT / v).exists() for v in used if v.startswith("."))


@pytest.mark.parametrize("name", FILES)
def test_compose_sets_only_settings_there_are_and_writes_no_secret_down(name: str) -> None:
    known = {f"DUBAN_{field.upper()}" for field in Settings.model_fields} | OF_THE_PROXY
    for one in services(name).values():
        for key, value in one.get("environment", {}).items():
            assert not key.startswith("DUBAN_") or key in known
            assert not re.search("PASSWORD|SECRET|TOKEN", key) or str(value).startswith("${")


def test_one_machine_shows_its_web_endpoint_to_itself_alone() -> None:
    assert services("compose.yaml")["duban"]["ports"] == ["127.0.0.1:8080:8080"]


def test_three_replicas_wait_for_the_schema_and_only_the_proxy_is_reached_from_outside() -> None:
    found = services("compose.scale.yaml")
    assert found["duban"]["deploy"]["replicas"] == 3
    assert found["schema"]["command"] == ["db", "upgrade"]
    waits = found["duban"]["depends_on"]["schema"]["condition"]
    assert waits == "service_completed_successfully"
    assert [key for key, one in found.items() if one.get("ports")] == ["proxy"]


def test_the_proxy_keeps_what_watches_to_itself_and_sends_the_rest_to_the_replicas() -> None:
    told = (ROOT / "deploy/Caddyfile").read_text("utf-8")
    assert "@inside path /metrics /healthz /readyz" in told
    assert "respond @inside 404" in told
    assert "dynamic a duban 8080" in told
    assert told.count("{") == told.count("}")
