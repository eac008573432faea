from __future__ import annotations

import json
from datetime import date

from plans.model import Role
from plans.query import Combine, Counted, Kind, Match, Most, Part, Query, Reason, Topic, Window

FULL = Query(
    Kind.COUNT,
    plans=("a", "b"),
    parts=(Part("住建局", ("市住房和城乡建设局",), (Role.LEAD,), Match.SHORT),),
    combine=Combine.ANY,
    roles=(Role.SUPPORT,),
    topics=(Topic("电梯安全", ("电梯", "安全"), mentioned=True),),
    any_topic=True,
    numbers=("3", "2/1"),
    section=("加强质量基础",),
    window=Window(None, date(2026, 12, 31), "年底前"),
    counted=Counted.TASKS,
    led=False,
    with_targets=True,
    most=Most.FEWEST,
    by=Counted.TARGETS,
    unit="家",
    yearly=True,
    observances=("质量月",),
    next_only=True,
    reason=Reason.NOTHING_FOUND,
    asked="市商物局",
    nearest=("市商务局",),
    understood="市商务局 · 牵头",
)


def test_a_query_comes_back_from_behind_a_button_as_it_went() -> None:
    assert Query.from_json(json.loads(json.dumps(FULL.to_json()))) == FULL


def test_what_is_as_always_takes_no_room_behind_a_button() -> None:
    assert Query(Kind.PLANS).to_json() == {"kind": "plans"}
