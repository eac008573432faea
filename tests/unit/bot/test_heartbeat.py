import httpx
import pytest

from bot.heartbeat import heartbeat

URL = "https://watchdog.example/duban"


@pytest.mark.parametrize("status", [200, 500])
async def test_a_beat_calls_the_watchdog_whatever_it_answers(status: int) -> None:
    calls: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        calls.append(str(request.url))
        return httpx.Response(status)

    await heartbeat(URL, transport=httpx.MockTransport(answer))()
    assert calls == [URL]


async def test_a_watchdog_that_is_away_does_no_harm() -> None:
    called: list[str] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        called.append(str(request.url))
        raise httpx.ConnectError("refused", request=request)

    await heartbeat(URL, transport=httpx.MockTransport(refuse))()
    assert called == [URL]
