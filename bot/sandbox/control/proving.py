"""Trouble on request, and the counts and logs that proofs are made of."""

from __future__ import annotations

from bot.sandbox.call import Call
from bot.sandbox.control.desk import Desk
from bot.sandbox.errors import bad_request
from bot.sandbox.faults import read_rules
from bot.sandbox.limits import Allowance
from bot.sandbox.people import Json


async def set_faults(desk: Desk, call: Call) -> Json:
    """Misbehave by `rules`, drawn from `seed`; no rules: behave."""
    desk.api.faults.set(call.number("seed") or 0, read_rules(call.structure("rules") or []))
    return desk.api.faults.report()


async def set_limits(desk: Desk, call: Call) -> Json:
    """Enforce Telegram's limits or not, and count afresh."""
    try:
        desk.api.limits.allow(Allowance(**(call.structure("allowance") or {})))
    except TypeError as error:
        raise bad_request(str(error)) from None
    desk.api.limits.enforce = call.flag("enforce")
    return desk.api.limits.report()


async def report(desk: Desk, _: Call) -> Json:
    """Return all counts."""
    return {
        "limits": desk.api.limits.report(),
        "faults": desk.api.faults.report(),
        "deliveries": len(desk.api.deliveries),
        "calls": dict(desk.api.deliveries.calls),
        "pending_updates": len(desk.world.updates),
    }


async def deliveries(desk: Desk, call: Call) -> list[Json]:
    """Return the log of deliveries from entry `since` on."""
    return desk.api.deliveries.since(call.number("since") or 0)


async def clear_deliveries(desk: Desk, _: Call) -> Json:
    """Begin the log afresh."""
    desk.api.deliveries.clear()
    return {}
