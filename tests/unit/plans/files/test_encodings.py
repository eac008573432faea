import pytest

from plans.errors.documents import BrokenFile
from plans.files.encodings import decode, detect

SHORT = [
    "市商务局",
    "质量月",
    "一、总体要求",
    "到2025年，全市",
    "（一）提升产品质量。",
    "牵头单位：市市场监管局；配合单位：市教育局、市公安局。",
    "1.加强领导。各县区要高度重视，明确责任，抓好落实。",
]
TRADITIONAL = [
    "市商務局牽頭",
    "東莞市質量強市建設實施方案",
    "為全面提高我市質量總體水平,制定本方案。",
]
LONG = (
    "为深入贯彻落实质量强市战略，结合我市实际，制定本方案。到2025年，产品质量合格率达到95%以上。\n"
    * 20
)


@pytest.mark.parametrize("words", [*SHORT, *TRADITIONAL, LONG])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_chinese_in_any_usual_encoding_is_read(words: str, encoding: str) -> None:
    if encoding.startswith("utf-16-") and len(words) < 5:
        pytest.skip("four characters without a mark can be anything")
    assert decode(words.encode(encoding)) == words


@pytest.mark.parametrize("words", TRADITIONAL[1:])
def test_big5_is_read(words: str) -> None:
    assert decode(words.replace(",", "，").encode("big5")) == words.replace(",", "，")


def test_a_damaged_character_does_not_spoil_the_rest() -> None:
    data = LONG.encode("gb18030")
    damaged = data[:301] + data[302:]
    assert decode(damaged).count("质量") > 30


def test_a_text_cut_in_the_middle_of_a_character_is_read() -> None:
    assert decode(LONG.encode()[:-2]).startswith("为深入贯彻")


def test_rare_characters_of_gb18030_are_read() -> None:
    words = "市委书记王㛃、李䶮到会讲话，部署质量工作。𠮷林"
    assert decode(words.encode("gb18030")) == words


def test_latin_text_is_left_alone() -> None:
    assert decode(b"plain words, 95%\r\n") == "plain words, 95%\r\n"


def test_what_the_file_declares_counts_only_where_the_bytes_bear_it_out() -> None:
    assert decode("质量强市".encode("gbk"), declared="gb2312") == "质量强市"
    assert (
        decode("质量强市，市商务局牵头".encode("gbk"), declared="utf-8") == "质量强市，市商务局牵头"
    )
    assert decode("质量强市".encode(), declared="no-such-code") == "质量强市"


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\x00\x01\x02\xff" * 500])
def test_noise_is_no_text(data: bytes) -> None:
    assert detect(data) is None
    with pytest.raises(BrokenFile):
        decode(data)
