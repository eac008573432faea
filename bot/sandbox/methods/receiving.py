"""Methods by which the bot hears: polling and webhooks."""

from __future__ import annotations

from bot.sandbox.call import Call
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.people import Json
from bot.sandbox.updates import MAX_BATCH, Update
from bot.sandbox.webhook import Webhook
from bot.sandbox.world import World

MAX_WAIT = 50
"""seconds a long poll lasts at most"""
_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


async def get_updates(world: World, call: Call) -> list[Update]:
    """Answer getUpdates: by long polling."""
    if world.webhook is not None:
        raise ApiError(409, _ACTIVE)
    world.updates.allow(call.structure("allowed_updates"))
    offset = call.number("offset")
    if offset:
        world.updates.confirm(offset)
    limit = min(max(call.number("limit") or MAX_BATCH, 1), MAX_BATCH)
    seconds = min(call.number("timeout") or 0, MAX_WAIT)
    return await world.updates.take(limit=limit, seconds=seconds)


async def set_webhook(world: World, call: Call) -> bool:
    """Answer setWebhook; an empty address takes it away."""
    url = call.text("url")
    if url is None:
        return await delete_webhook(world, call)
    if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    _drop_pending(world, call)
    world.updates.allow(call.structure("allowed_updates"))
    world.webhook = Webhook(url, call.text("secret_token"))
    world.updates.wake()
    return True


async def delete_webhook(world: World, call: Call) -> bool:
    """Answer deleteWebhook."""
    _drop_pending(world, call)
    world.webhook = None
    return True


async def get_webhook_info(world: World, _: Call) -> Json:
    """Answer getWebhookInfo."""
    hook = world.webhook
    shape: Json = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
        "max_connections": 40,
    }
    if world.updates.allowed:
        shape["allowed_updates"] = list(world.updates.allowed)
    if hook and hook.last_error:
        shape |= {"last_error_date": world.now(), "last_error_message": hook.last_error}
    return shape


def _drop_pending(world: World, call: Call) -> None:
    if call.flag("drop_pending_updates"):
        world.updates.drop()
