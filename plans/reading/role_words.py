"""The words that tell roles: labels such as 牵头单位: and verbs such as 按职责分工负责."""

from __future__ import annotations

import re

from plans.model import Role

_UNIT = r"(?:单位|部门|处室|科室|主体|机构|镇街|乡镇|属地|地区|领域|区县|县区)"
_BEFORE = (
    r"(?:市|省|区|县|市级|省级|县级|区级|主要|第一|具体|共同|各|其他|其余|属地|相关|任务|工作"
    r"|联合|部门)?"
)
_LEAD_LABEL = (
    rf"{_BEFORE}(?:责任)?(?:牵头|主办|主责|主要责任|第一责任|主牵头)(?:责任|负责|落实"
    rf"|实施|主管|推进|市直|市级|县级|区级|省级)*{_UNIT}?"
)
_SUPPORT_LABEL = (
    rf"{_BEFORE}(?:配合|参与|参加|协办|协助|协同|协作|会办|联动|支持|共同)(?:责任|实施"
    rf"|落实|推进|参与|市直|市级|县级|区级|省级)*{_UNIT}?"
)
_DUTY_LABEL = (
    rf"{_BEFORE}(?:责任|负责|落实|实施|承办|组织实施|主管|主体|承担|推进|执行"
    rf"|任务承担)(?:落实|实施|主体|责任|负责|分工|市直|市级|县级|区级)*{_UNIT}"
)
_OTHER_LABEL = (
    r"(?:完成|实施|办结|推进|计划|整改)?(?:时限|时间|期限|节点|进度安排|时间节点"
    r"|时间安排)(?:要求)?|责任人|责任领导|牵头领导|分管领导|联系人|联系电话|电话|目标"
    r"|备注|市领导|包联领导|挂牌领导|牵头市领导"
)
LABEL = re.compile(
    rf"(?:(?P<other>{_OTHER_LABEL})|(?P<both>{_BEFORE}牵头(?:和|及|、|与|或)(?:配合|责任|参与|协同)(?:责任)?{_UNIT})"
    rf"|(?P<lead>{_LEAD_LABEL})|(?P<duty>{_DUTY_LABEL})"
    rf"|(?P<support>{_SUPPORT_LABEL}))(?:\((?:列|排|按|第一"
    rf"|首).{{0,20}}?\))?[)】〕]? ?(?::|为:?(?=[市省区县各]))"
)
LABEL_WITHOUT_COLON = re.compile(
    rf"(?:(?P<lead>{_BEFORE}(?:牵头|主办|主责)(?:责任)?(?:单位|部门))|(?P<support>(?:配合|参与|协办)(?:责任)?(?:单位|部门))|(?P<duty>(?:责任|负责|落实|实施)(?:单位|部门)))(?=[市省区县团]|各(?![司负尽]))"
)
"""牵头单位 市财政局: its colon is white space or lost; 责任单位各司其职 is none"""
VERB = re.compile(
    r"(?P<with>会同|联合(?=[市省区县各]))"
    r"|(?P<lead>(?:分别|共同|联合|统筹|总|负责)*牵头(?:负责|组织|落实|推进|实施|抓总|抓好|协调|开展|会同)*"
    r"(?:(?![市省区县各团]|单位|部门)[\u4e00-\u9fff]{2}(?=[,;。]|$))?|主办|主责|为主)"
    r"|(?P<duty>(?:按照?(?:各自)?(?:职责(?:分工)?|分工)|根据(?:各自)?职责(?:分工)?|依(?:据|照)?(?:各自)?职责(?:分工)?|分工|分头|各司其职|分别|共同|具体|组织|认真|抓好|各自|,)*(?:负责(?:组织)?(?:落实|实施|推进|做好|开展)?|组织(?:实施|落实|推进)|抓好落实|落实|实施|承办|推进|执行))"
    r"|(?P<support>(?:按照?(?:各自)?(?:职责(?:分工)?|分工)|根据(?:各自)?职责(?:分工)?|分工|分别|共同|积极|协同|密切|予以|做好)*(?:配合|参与|参加|协助|协办|支持|指导|督促|保障(?=经费|资金|$)|(?:做好|落实|提供)?(?:经费|资金)保障)(?:落实|实施|做好|推进|开展|工作|经费|资金)*)"
)
VERB_ENDS = re.compile(r"[,;、。)】〕\s]*(?:$|(?<=[,;、。\s])|(?=[市省区县各团由](?!场)))")
_ROLES = {"lead": Role.LEAD, "support": Role.SUPPORT, "duty": Role.RESPONSIBLE}


def labels_in(words: str) -> list[re.Match[str]]:
    """The labels in reading order; one that lost its colon counts where a name follows at once."""
    found = list(LABEL.finditer(words))
    bare = [
        label
        for label in LABEL_WITHOUT_COLON.finditer(words)
        if not any(other.start() < label.end() and label.start() < other.end() for other in found)
    ]
    return sorted([*found, *bare], key=lambda label: label.start())


def label_role(label: re.Match[str]) -> Role | None:
    """The role a label gives; None for 牵头及配合单位, which tells nobody's."""
    return _ROLES.get(label.lastgroup or "")


def verbs_in(words: str) -> list[re.Match[str]]:
    """The words for roles outside brackets, each at the end of a list of names."""
    matches = []
    for verb in VERB.finditer(words):
        before = words[: verb.start()]
        if before.count("(") > before.count(")"):
            continue
        if (
            verb.lastgroup == "with"
            or verb.group().endswith("会同")
            or VERB_ENDS.match(words, verb.end())
        ):
            matches.append(verb)
    return matches


def verb_role(verb: re.Match[str]) -> Role:
    """The role a verb gives to the names before it."""
    return _ROLES[verb.lastgroup or "duty"]
