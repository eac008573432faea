"""The part a department is to have: 牵头, 配合, 负责 and where in the sentence they belong."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plans.model import Role
from plans.query import EVERY_ROLE
from plans.questions.marked import Mark

_WHO = (
    r"(?:谁|哪(?:个|些|几个|几家|家|一个|几)?(?:市直|主要|具体)?(?:部门|单位|局|厅局|委办局|厅|机构|方)|哪家|哪几家"
    r"|什么(?:部门|单位|局)|几(?:个|家)(?:部门|单位)|多少(?:个|家)?(?:部门|单位))"
)
_OFFICE = r"(?:的)?(?:责任)?(?:部门|单位|局|方|机构|厅局|委办局)"
_CUE = re.compile(
    r"(?P<no>除(?:了|去|开)?|不(?:是|用|作为|当|做|参与)?|(?<!有)没有?|非|未|无)?"
    r"(?:(?P<lead>牵头(?:负责|组织|抓总|推进)?|主办|带头|挑头|领头|抓总|领衔|主责|主牵头|打头|挂帅|挑大梁|唱主角|牵总|扛(?:大)?旗)"
    r"|(?P<support>(?<!互相)(?<!相互)(?<!两边)(?<!双方)(?<!彼此)配合|配角|打下手|搭把手|敲边鼓|协办|协助|辅助|参与(?=(?:部门|单位|方))|(?<=作为)参与)"
    r"|(?P<carry>负责落实|落实负责|抓落实|(?:(?<=谁)|(?<=部门)|(?<=单位)|(?<=谁来)|(?<=部门来)|(?<=单位来))落实(?=$|[,。?、呢和]))"
    r"|(?P<duty>负责(?!配合|协助|协办|参与)|责任(?=(?:部门|单位|方|主体))|承办|(?<![监主保托])管(?=$|[?的呢。,])|主管|主抓|归口|落实(?=(?:部门|单位)))"
    r"|(?P<any>参与|参加|有份|(?<=[都也均])有责任|涉及|承担|沾边))"
)
_ROLES: dict[str, tuple[Role, ...]] = {
    "lead": (Role.LEAD,),
    "support": (Role.SUPPORT,),
    "carry": (Role.RESPONSIBLE,),
    "duty": (Role.LEAD, Role.RESPONSIBLE),
    "any": EVERY_ROLE,
}
_MANNER = r"(?:都|还|也|要|需要?|应该?|该|得|去|来|是|在|能|可以|主要|具体|分别)*"
_HELPS = re.compile(rf"{Mark.BODY.value}{_MANNER}$")
_WHOM = re.compile(rf"(?:的是|了|着|过)?{_WHO}")
LONGEST_GAP = 5
"""letters between two words for roles that belong together: 牵头任务和配合任务"""
_ALSO = re.compile(
    rf"的?(?:有?(?:啥|什么|哪[些项条]|哪几[项条]))?(?:任务|工作|{Mark.DONE.value}{{2}})?(?:[和或与及、]|或者|以及|还是|也|还)"
)
HELPED = (Role.LEAD, Role.RESPONSIBLE)
NOT_LEADING = (Role.RESPONSIBLE, Role.SUPPORT)
_ASKED_BEFORE = re.compile(
    rf"(?:由|是|归|让|要)?{_WHO}(?:来|在|是|都|需要|要|应该|应|该|能|共同|一起|分别|具体|主要|作为|当|做|担任|去)*$"
)
_ASKED_AFTER = re.compile(
    rf"^{_OFFICE}|^(?:的)?(?:是|有|为|归)?{_WHO}|^(?:的)?(?:都)?(?:有|是)(?:谁|{_WHO})"
)
_OF_BODY = re.compile(
    rf"^{_OFFICE}?(?:(?:写|填|定|列|明确|确定|规定)(?:的|着)?是?|(?:写|填|定|列|明确|确定|规定)?(?:是|为)|有|含|包括|包含|里有|中有|:)[“]?{Mark.BODY.value}"
)
_OF_WHICH = re.compile(rf"{Mark.BODY.value}.{{0,3}}是.{{0,4}}(?:任务|工作|事项)的$")
_AS = re.compile(
    rf"{Mark.BODY.value}(?:[^,。?]{{0,4}}?|在[^,。?]{{1,10}}?)(?:作为|为|当|做|担任|属于|是|算|以)(?:的)?$"
)
_ITS_TASKS = re.compile(rf"{_OFFICE}的(?:全部|所有)?(?:任务|工作|事项)")


@dataclass(frozen=True, slots=True)
class Cue:
    """A word for a role: of a department named, or of the departments asked for."""

    start: int
    end: int
    roles: tuple[Role, ...]
    asks: bool
    """True for 谁牵头, 牵头单位: the role of those who are asked for"""
    before_body: bool
    """牵头单位是市商务局: it belongs to the name behind it"""
    word: str
    whom: bool = False
    """我们配合谁: those asked for are who is helped"""


def cues_in(text: str) -> tuple[Cue, ...]:
    """Return the words for roles in *text*, in order."""
    return tuple(_cue(text, match) for match in _CUE.finditer(text))


def _cue(text: str, match: re.Match[str]) -> Cue:
    group = next(name for name in _ROLES if match[name])
    before, after = text[: match.start()], text[match.end() :]
    roles = _ROLES[group]
    if match["no"]:
        roles = NOT_LEADING if group == "lead" else (Role.LEAD,) if group == "support" else roles
    if roles == (Role.SUPPORT,) and _HELPS.search(before) and _WHOM.match(after):
        return Cue(
            match.start(),
            match.end(),
            roles,
            asks=False,
            before_body=False,
            word=match[0],
            whom=True,
        )
    of_body = bool(_OF_BODY.match(after))
    of_which = bool(_OF_WHICH.search(before)) and bool(re.match(_OFFICE, after))
    as_part = of_which or (
        bool(_AS.search(before) or _is_its_own(before, after))
        and not re.match(rf"{_OFFICE}(?:的)?(?:是|有|为)?{_WHO}", after)
    )
    asks = not (of_body or as_part) and bool(
        _ASKED_AFTER.match(after) or _ASKED_BEFORE.search(before)
    )
    return Cue(match.start(), match.end(), roles, asks, of_body, match[0])


def _is_its_own(before: str, after: str) -> bool:
    """Tell 市工信局参与部门的任务, where the body itself is the 参与部门."""
    return before.endswith(Mark.BODY.value) and bool(_ITS_TASKS.match(after))


def roles_of(at: int, end: int, cues: tuple[Cue, ...], text: str) -> tuple[Role, ...]:
    """Return the roles meant for the department that stands from *at* to *end*."""
    own = [cue for cue in cues if not cue.asks]
    if behind := [cue for cue in own if cue.before_body and _reaches(text, cue.end, at)]:
        return behind[-1].roles
    if any(cue.asks and cue.roles == (Role.SUPPORT,) and cue.end == at for cue in cues):
        return HELPED  # 谁配合我们
    following = [cue for cue in own if cue.start >= end and not cue.before_body]
    roles = _together(following, text) if following else EVERY_ROLE
    left_out = [cue for cue in own if cue.word.startswith("除") and cue.end <= at]
    if left_out and roles == EVERY_ROLE:
        return left_out[-1].roles  # 除了牵头的,我们还参加哪些任务
    return roles


def _reaches(text: str, end: int, at: int) -> bool:
    return end <= at and not re.search(r"[,。;]", text[end:at])


def _together(following: list[Cue], text: str) -> tuple[Role, ...]:
    """Add what stands beside the first role: 不牵头、只配合 narrows, 牵头和配合 widens."""
    roles = following[0].roles
    for cue, previous in zip(following[1:], following, strict=False):
        between = text[previous.end : cue.start]
        if any(mark.value in between for mark in (Mark.BODY,)) or len(between) > LONGEST_GAP:
            break
        if roles == EVERY_ROLE and (
            not between or cue.roles == NOT_LEADING
        ):  # 参与配合, 参与但不牵头
            roles = cue.roles
        elif roles == NOT_LEADING or cue.roles == EVERY_ROLE:
            roles = tuple(role for role in roles if role in cue.roles)
        elif _ALSO.fullmatch(between):
            roles = tuple(role for role in EVERY_ROLE if role in roles or role in cue.roles)
        else:
            break
    return roles
