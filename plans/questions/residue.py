"""What is left of a question when its grammar is taken away: the topics it is about."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from plans.query import Topic
from plans.questions.marked import LETTERS, Mark, Marked
from plans.search_terms import tokenizer

_JOINTS = ("和", "与", "及", "以及", "、", "或", "或者", "跟", "还有", "同", "并", "/", "还是")
_INNER = frozenset(
    (
        *_JOINTS,
        "的",
        "中",
        "等",
        "+",
        "-",
        "·",
        "上",
        "地",
        "对",
        "为",
        "在",
        "之",
        "有",
        "不",
        "一",
    )
)
_PHRASES = re.compile(
    r"^(?:我|本人)?(?:刚|新[来到]|才来|才接手|接手|要写|写材料|写汇报|开会|汇报)[^,。?\ue000-\ue008]{0,20}[,。]"
    r"|^(?:我|本人)(?:是|叫)[^,。?\ue000]{1,16}[,。]|请问一?下?|请教一?下?|想?咨询一?下?|麻烦(?:您|你)?(?:们)?|劳烦|劳驾|烦请|有劳(?:您|你)?|打扰(?:一下|了)?|不好意思|您好|你好|大家好|早上好|下午好|晚上好|谢谢(?:您|你|了|啦)?|多谢|感谢|辛苦(?:了|啦)?|拜托"
    r"|帮(?:我|忙|我们|个忙)?(?:查|看|列|找|问|统计|数|汇总|梳理|整理|确认|瞅)?(?:一下|下|一查|一看|查|看)?"
    r"|(?:我|我们)?(?:想|要|想要)(?:知道|了解|问|查|看|请教|确认|搞清楚|弄清楚)(?:一下|下|问)?"
    r"|(?:查|看|列|找|问|说|讲|数|搜|统计|汇总|梳理|整理|介绍|告诉|发|给|报|展示|显示|罗列|列举)(?:一下|一查|一看|下(?!半|个|周|月)|看看)(?:我|我们)?"
    r"|查查|看看|说说|讲讲|列(?:个|一个|成|张|份|一份)?(?:单子|清单|表)|列出来?|列举(?:出来)?|告诉(?:我|我们|一下)?|给(?:我|我们|个|列|发|看)(?:列|看|说|发|查|讲)?(?:一下|下|个|一份)?|说明(?:一下|下)|发(?:我|给我)(?:一下|一份)?"
    r"|有没有|有无|是不是|是否|能不能|能否|可不可以|可以吗|行吗|好吗|对吗|对不对"
    r"|到底|究竟|具体(?=是|有|要|内容)|分别(?:是|有|为)?|各自|一共|总共|共计|合计|总计|总的|全部|所有(?:的)?|都有(?!责任)|各有|还有(?=哪|什么|几|多少)|另外"
    r"|(?:这|该|那|本|此)(?:个|份|部|项|次)?(?:行动)?(?:计划|方案|纲要|文件|通知|规划)(?:里面?|中|内|上|当中|里头)?|(?:行动|实施|工作)?(?:计划|方案|纲要|文件)(?:里面?|中|内|上|当中|里头)(?:的)?"
    r"|(?:哪些|哪个|各个|每个|什么|哪几个|几个|多少个)(?:项目|城市|地方|地区|机构|人)(?!.{0,2}(?:建设|更新|管理|质量))"
    r"|(?:这|那|该|此)(?:一|几|两|些)?(?:项|条|个|些|份|样|桩|件)(?:词|字)?(?=任务|工作|事|实事|指标|目标|谁|哪|由|归|是|在|[,?。\ue000-\ue008]|$)"
    r"|(?<=[件项些几])(?:民生)?实事(?:项目)?|(?:民生)?实事(?:项目)?(?=[是由归有都清分谁哪])"
    r"|(?P<done>[理捋翻查看数列问说讲算找挑瞅瞧])一?(?P=done)看?|[挑选找拎拣列数摘调点说理]出来?"
    r"|(?:领导|老板|局长|主任|处长|科长|书记|上级|上面|组长|主管)(?:想|要|让|叫|问|催|说|等着?)(?:我们?|着)?(?:看看?|了解|知道|查|报|起)?"
    r"|质量(?:强[市省国县]|立市)(?=里|中|方面|这|上|工作|任务)"
    r"|(?:挂钩|挂上钩|沾边|沾上边|搭边|搭界|挨边|打交道)(?:的)?|牵扯(?:到|上)?|扯[到上]|字样|字眼|(?:出现|提|写|讲|说|谈)过|(?<=[条项务里中])(?:谈|讲|说|写|提)(?![判座])|(?:属|归|列|放|落|算)(?:于|属|到|在)(?=\ue008|哪|第|几)|除(?:了|去|开)?(?:\ue008|牵头|配合)的?(?:以外|之外|外)?"
    r"|(?:几|多少|哪几|哪些|哪)个?大?(?:个百分点|平方米|立方米|[万亿]?元|[万亿]?人次|[万亿]人|[万亿吨]|个|项|条|件|些|家|份|类|种|样|桩|行|块|级|位|月|号|天|日|次|名|座|张|所|批)?(?:月几号|月几日)?"
    r"|是什么|有什么|什么样的?|(?:什么|啥)(?:事|活)儿?|什么|(?:哪|几)(?:些|几)?(?:条|项)(?:里|中)?|第几(?:项|条|个)?|详细(?:内容|情况)?|详情|全文|下面|下边|底下|里边|挂帅|怎么样|怎样|如何|多久|多长时间|为什么|为何|谁家?"
    r"|(?:哪些|什么|几个|多少个)(?:项目|城市|地方|地区|机构|人)|(?:这|那|哪)(?:几|些)?(?:方面|块|段|点)|任务分解表|分解表|任务(?:清单|列表|一览表?|表|书|项)?|工作(?:任务|事项|清单|内容|安排|要点)|事项|事情|活儿|职责|分工(?:表)?"
    r"|(?:责任|牵头|配合|参与|参加|主办|协办|承办|负责|相关|涉及|落实|协助|主责|成员|市直|有关|各|主要)*(?:的)?(?:部门|单位|委办局|厅局|责任方|牵头方)(?:名单|列表|清单)?"
    r"|(?:联合|合作|协作|协同)(?=的?任务|完成|$|[?]|做|开展|落实)|(?<=的)(?:责任|事|职责|活)(?=$|[?。有要是都])|(?:哪些|什么|啥|几件|多少)(?:事|活)(?:儿|情)?|牵头(?:负责|组织|推进|落实|实施|推动|开展|抓|做|管)*|主办|协办|配合|协助|参与|参加|有份|负责(?:落实|组织|推进|实施|推动|抓|做|管)*|落实负责|承办|承担|主责|挑头|挑大梁|唱主角|牵总|扛(?:大)?旗|扛(?=牵头)|当?配角|打下手|搭把手|敲边鼓|打(?=配合)|谁家|带头|领头|打头|领衔|归口|主管"
    r"|提到(?:了|过|的)?|提及|对应(?:的|着)?(?=第|哪|任务)|有责任(?=的|$)|条款|条目|条文|见于|见诸|载于|写[在进入]|讲到|说到|谈到|谈及|写到|写了|写着|涉及(?:到|了)?|关于|有关(?:的|于)?|相关(?:的)?|包含|包括|含有|出现|针对|围绕"
    r"|(?:量化|数字|硬性|具体|主要|核心|考核)?(?:指标|目标值?|目标数)(?:值|要求|任务|清单|数)?|量化(?:要求)?|数值|数字"
    r"|(?:要|应|需要?|得|计划|力争)?(?:达到|完成|实现|做到|提高|提升|控制|降|增加|建成|创建|建设|建|培育|培养|新增|拥有|新建|打造|建立|争创|通过|开展|认定|获得|制定|升级|改造|超过|保持|稳定|维持|推广|组织|支持|引进|发布|突破|攻克|实施|设立|举办|颁发|导入|评选|落户|布局|办|搞|做|有){1,2}(?:到|至|在|成|出|过)?(?=多少|(?<!哪)几|\ue008)"
    r"|(?:要|应|应该|需|需要|得|必须|计划|力争|预计)?(?:达到|做到|实现|完成|办完|干完|落实完)(?:多少|几)?"
    r"|到期(?:日|时间)?|截止(?:日期|时间|日)?|截至|期限|时限|之前|以前|前完成|底前|(?<![一-龥])离(?!散|子|岸|休)|距离(?=.*[几多])|还剩|还有|剩下|剩余|倒计时|天数|结束|届满"
    r"|主题日|宣传日|纪念日|主题月|宣传月|宣传周|主题周|活动日|活动月|主题宣传|节日|日子|日期|时间(?:节点)?|几月几[号日]|哪天|哪一天|哪个月|哪月|何时|几时|星期几|周几"
    r"|(?:宣传|主题|纪念|活动)+(?:日|月|周)|(?:一共|总共|共)?(?:布置|安排|部署|下达|列|规定|明确|交办|分解|分|交|派)(?:给|到|了|出|的)*(?=\ue000|\ue008|几|多少|哪)|分(?:为|成)?(?=\ue008|几|多少|哪|大)|分成|分为|共有|距(?!离)|既有|又有|也有|两[市地省县](?=[市\ue000])|[三四五]市|大部分|几大|最多|最少|最大|最重|排第一|第一名|明确|指定|没有|(?<![一-龥])没|哪里|哪儿|在哪(?:里|儿)?(?![些几个一项条家])"
    r"|量大|占几|多不多|左右|吗|呢|吧|啊|呀|哦|嘛|啦|哈|咧|哟|嗯|额|诶"
)
_FILLERS = Path(__file__).parent / "fillers.toml"
_SEGMENT = re.compile(rf"[^,。?!;:()\[\]…~\s{LETTERS}]+")
_COINED = "提[质标档能]"
"""words of plans that jieba's dictionary lacks and whose first letter is grammar elsewhere"""
_LATIN_OR_NOT = re.compile(rf"[A-Za-z0-9][A-Za-z0-9.+%-]*|{_COINED}|(?:(?!{_COINED})[^A-Za-z0-9])+")
_JOINT_IN_GAP = re.compile(r"和|与|及|、|或|跟|又|也|而且|并且|还有")


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand together and may be a topic."""

    start: int
    end: int
    pieces: tuple[str, ...]
    """one phrase, or several that 和, 、 or 或 joins"""
    whole: str
    either: bool
    """joined by 或"""


def clear_grammar(marked: Marked) -> None:
    """Mark the words that only ask."""
    for match in _PHRASES.finditer(marked.text):
        if match[0] and marked.free(*match.span()) and _is_grammar(marked.text, match):
            marked.put(Mark.DONE, *match.span())


def runs_in(marked: Marked) -> list[Run]:
    """Return what is left, in runs of words that belong together."""
    return [
        run
        for segment in _SEGMENT.finditer(marked.text)
        for run in _runs(segment[0], segment.start())
    ]


def whole_run(words: str, start: int) -> Run:
    """Make a run of a quotation or a heading, which no 和 cuts."""
    return Run(start, start + len(words), (words,), words, either=False)


def is_joint(gap: str) -> bool:
    """Tell whether the words between two runs join them as two things."""
    return bool(_JOINT_IN_GAP.search(gap))


def topic_of(words: str, parts: tuple[str, ...] = (), *, mentioned: bool) -> Topic:
    """Make a topic of a phrase; *parts* are what 和 joins in it."""
    return Topic(words, terms_of(words), mentioned, parts if len(parts) > 1 else ())


def words_of(run: str) -> tuple[str, ...]:
    """Cut a run as it was found, without jieba's guesses."""
    return tuple(_tokens(run))


def terms_of(words: str) -> tuple[str, ...]:
    """Return the meaningful words of a phrase."""
    terms = [token for token in tokenizer().cut(words) if re.search(r"\w", token)]
    kept = tuple(token for token in terms if token not in _fillers())
    return kept or (words,)


def _is_grammar(text: str, match: re.Match[str]) -> bool:
    """Leave a word alone that is the middle of another: 责任部门 in 负责任部门联席会议."""
    following = text[match.end() : match.end() + 1]
    if match[0] in ("数字", "数值", "量化") and following and following not in "的是有要吗?,":
        return False
    if match[0] in ("包含", "建立", "围绕") or not following:
        return True
    return not (
        match[0] in ("配合", "参与", "参加", "负责", "承担")
        and (following in "度制人者率" or text[: match.start()].endswith("首"))
    )


def _runs(segment: str, offset: int) -> Iterator[Run]:
    tokens = _tokens(segment)
    starts = [offset + sum(map(len, tokens[:i])) for i in range(len(tokens) + 1)]
    at = 0
    while at < len(tokens):
        if _is_filler(tokens[at]):
            at += 1
            continue
        end = at + 1
        while end < len(tokens) and (reach := _next_word(tokens, end)) is not None:
            end = reach + 1
        yield _run(tokens[at:end], starts[at], starts[end])
        at = end


def _tokens(segment: str) -> list[str]:
    """Cut Chinese by jieba's dictionary, without its guesses (活有, 区有); PM2.5 stays whole."""
    tokens: list[str] = []
    for piece in _LATIN_OR_NOT.findall(segment):
        is_one = piece[0].isascii() or re.fullmatch(_COINED, piece)
        tokens += [piece] if is_one else tokenizer().cut(piece, HMM=False)
    return tokens


def _next_word(tokens: list[str], at: int) -> int | None:
    """Return where the run goes on: at once, or after one inner word."""
    if not _is_filler(tokens[at]):
        return at
    inner = tokens[at] in _INNER and at + 1 < len(tokens) and not _is_filler(tokens[at + 1])
    return at + 1 if inner else None


def _run(tokens: list[str], start: int, end: int) -> Run:
    pieces, current, either = [], "", False
    for token in tokens:
        if token in _JOINTS and current:
            pieces.append(current)
            current = ""
            either = either or token.startswith(("或", "还是"))
        else:
            current += token
    pieces.append(current)
    return Run(start, end, tuple(piece for piece in pieces if piece), "".join(tokens), either)


def _is_filler(token: str) -> bool:
    return token in _fillers() or not re.search(r"\w", token)


@lru_cache(maxsize=1)
def _fillers() -> frozenset[str]:
    return frozenset(tomllib.loads(_FILLERS.read_text("utf-8"))["words"].split())
