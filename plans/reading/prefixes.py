"""The prefix 市/省/区/县 that the names of a list share, and the bodies that take none."""

from __future__ import annotations

import re

from plans.reading.bodies import LEVEL, looks_like_body
from plans.reading.names import Name

_BARE_CITY = re.compile(r"市(?:场|政(?:管|园|工程|设|公用|道|建|排|环)|容|直|属|级)")
"""Names that begin with 市 and mean no city: 市场监管局, 市政园林局, 市直各部门"""
_NO_LEVEL = re.compile(
    r"区域|区块|州际|乡村|县域|省际|省市(?!场|政|容)|省属|镇村|镇区|县市(?!场|政|容)"
)
_PREFIX = re.compile(rf"({LEVEL})(?=[\u4e00-\u9fff(“]{{2}})")
_PARTY = re.compile(rf"({LEVEL})委")
_LEAGUE = re.compile(rf"团({LEVEL})委")
_GROUP = re.compile(
    r"各|有关|相关|全市|全省|全县|全区|其他|其它|属地|所在|涉及|成员|本市|本省|行业|(?:工作)?领导小组|(?:工作)?专班|专项小组|联席会议|沿线|辖区|区域内|乡镇|镇街|镇人民|乡人民|街道|园区|市县|区县|县区|县级|区级|市级|省级|市直|省直|县直|区直|中央|驻|[县市区镇乡]\("
)
_OWN_PLACE = re.compile(
    r".{2,}(?:海关|海事局|海事处|检验检疫局|监管分局|银保监分局|银监分局|铁路[\u4e00-\u9fff]{0,4}(?:办|局)|证监局|保监局|银保监局|监管局分局|中心支行|分行|支行|铁路局|供电局|航道局|(?:区|园|港|城|山|湖)管理委员会|管委会|开发区|新区|高新区|经开区|合作区|示范区|保税区|.{2,}执委会|风景区|度假区|园区|办事处|街道|大学|学院|实验室|医院|报社|日报|日报社|电视台|广播电视台|广播电视总台|融媒体中心|公司|集团|银行)|.+(?:镇|乡|街道|村|社区)"
)
_BARE_AREA = re.compile(
    r"(?:高新|经开|开发|经济开发|经济技术开发|高新技术开发|保税|综合保税|旅游度假|度假|示范|工业园|产业园|功能|风景|港|园|综保|城乡一体化示范|合作|自贸|临空|临港|新)区"
    r"(?:管委会?|管理委员会|党工委)?"
)
"""Areas beside the districts of a city: theirs is no prefix"""
_OF_A_PROVINCE = re.compile(
    r"(?:北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东"
    r"|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆)[\u4e00-\u9fff]{2}"
)
"""广东金融监管局: what the centre keeps in a province"""
_DISTRICT = re.compile(
    r"[\u4e00-\u9fff]{2,4}(?<!市辖)[区县旗](?:人民政府|政府)?"
    r"|[\u4e00-\u9fff]{2,3}市(?:人民政府|政府)?"
)
"""越秀区: a place below the one whose plan it is"""
_PLAIN_LEVEL_BODY = re.compile(
    r"海关总署|审计署|(?:长江|黄河|珠江|淮河|海河|太湖|松辽)(?:水利|流域|航)|(?:人民)?银行|人行|国网|南网|南方电网|中国|国家(?!安全[局厅])|国务院|中铁|中石|驻|武警|军分区|央行|移动|联通|电信|铁塔"
)
_MINISTRY = re.compile(
    r"(?:外交|国防|教育|科技|科学技术|工业和信息化|工信|公安|民政|司法|财政|人力资源(?:和)?社会保障|人社|自然资源|国土资源"
    r"|生态环境|环境保护|住房(?:和)?城乡建设|住建|交通运输|水利|农业农村|农业|商务|文化和旅游|文化|退役军人|退役军人事务|应急管理|卫生)部"
)
"""公安部 is the centre's, whatever list it stands in"""
_SHARED_COMPANY = re.compile(
    r"(?:供电|邮政|盐业|城投|水务|水投|公交|燃气|供水|自来水|热力|交投|城建|文旅|交通|城发|国投|轨道交通|环境|环卫|地铁|自来水|烟草|公共交通|城市建设投资|排水)(?:投资|发展)?(?:有限)?(?:集团|公司|集团公司|总公司|分公司)"
)
"""Companies named after what they do: theirs is the level of the list"""
_SHARED_MEDIA = re.compile(
    r"(?:融媒体中心|广播电视台|电视台|日报社|联合会|总工会|工商业联合会|残疾人联合会|妇女联合会)"
)
_PARTY_ORGAN = re.compile(
    r"(?:组织部|宣传部|统战部|政法委|网信办|编办|军民融合办|改革办|农办|财经办|外办|台办|国安办|机要保密局|保密局|巡察办|老干部局|社会工作部|社工部|依法治[市省区县]办|党校)"
)


def level_of(name: str) -> str | None:
    """The prefix a name carries: 市 in 市教育局, 市委宣传部 and 团市委."""
    league = _LEAGUE.match(name)
    if league:
        return league.group(1)
    found = _PREFIX.match(name)
    if found is None or _BARE_CITY.match(name) or _NO_LEVEL.match(name) or _GROUP.match(name):
        return None
    return None if _BARE_AREA.fullmatch(name) else found.group(1)


def keeps_own_name(name: str, place: str | None) -> bool:
    """A body with its own place or level, or a group: it takes no prefix."""
    if _GROUP.match(name) or _PLAIN_LEVEL_BODY.match(name) or _LEAGUE.match(name):
        return True
    if _MINISTRY.fullmatch(name):
        return True
    if _BARE_AREA.fullmatch(name) or _OF_A_PROVINCE.match(name) or _DISTRICT.fullmatch(name):
        return True
    if _SHARED_MEDIA.fullmatch(name) or _SHARED_COMPANY.fullmatch(name):
        return False
    if place and len(place) >= 2 and place in name and len(name) > len(place) + 1:
        return True
    return bool(_OWN_PLACE.fullmatch(name)) or not looks_like_body(name)


def share_prefix(names: list[Name], *, default: str | None, place: str | None) -> list[Name]:
    """Give each bare name the prefix of the names before it, or *default*."""
    current = default or next((level for name in names if (level := _plain_level(name.text))), None)
    shared: list[Name] = []
    after_party = False
    for name in names:
        level = level_of(name.text)
        if level:
            current = level
            after_party = bool(_PARTY.match(name.text))
            shared.append(name)
            continue
        text = name.text
        if current and not keeps_own_name(text, place):
            joint = f"{current}委" if after_party and _PARTY_ORGAN.fullmatch(text) else current
            text = joint + text
        shared.append(Name(text, name.span, name.starred, name.odd))
    return shared


def _plain_level(name: str) -> str | None:
    """The prefix of a department; 县委宣传部 and 团县委 carry theirs for themselves."""
    return None if _PARTY.match(name) or _LEAGUE.match(name) else level_of(name)
