"""Steps: resume, heartbeat, sequence."""

import asyncio

from wait import equal, true

CUTS = 2
RESUME_TIMEOUT_S = 15
HEARTBEAT_ACK = 11


async def resume(context):
    await _is_resumed(context, 1, context.wire.cut)
    # The server is not told: it goes on writing to the dead socket until the RESUME takes the session over.
    await _is_resumed(context, 2, context.wire.cut_half)


async def _is_resumed(context, nth, cut):
    owner, channel_id = context.owner, context.channel_id("general")
    before, during = f"before cut {nth}", f"during cut {nth}"
    racing = asyncio.create_task(owner.send(channel_id, before))
    equal(await cut(), 1, "gateway connections cut")
    missed = {await racing: before, await owner.send(channel_id, during): during}
    await context.wire.open()
    is_nth = lambda frame: frame["t"] == "RESUMED" and len(context.dispatches("RESUMED")) == nth
    await context.events.seen("frame", is_nth, RESUME_TIMEOUT_S)
    marker = await owner.send(channel_id, f"after cut {nth}")
    await context.events.seen("message", lambda message: message.id == marker)
    resumed = context.dispatches("RESUMED")[nth - 1]
    for message_id, content in missed.items():
        (heard,) = await context.events.seen("message", lambda message: message.id == message_id)
        equal(heard.content, content, "content")
        creates = context.dispatches("MESSAGE_CREATE")
        numbers = [frame["s"] for frame in creates if int(frame["d"]["id"]) == message_id]
        equal(len(numbers), 1, f"times that \"{content}\" came")
        true(numbers[0] < resumed["s"], f"\"{content}\" came after RESUMED")
    equal(len(context.dispatches("READY")), 1, "READY count")


async def heartbeat(context):
    await context.events.seen("frame", lambda frame: frame["op"] == HEARTBEAT_ACK)
    true(context.client.latency < float("inf"), "no latency")


async def sequence(context):
    numbers = [frame["s"] for frame in context.dispatches()]
    equal(sorted(set(range(1, max(numbers))) - set(numbers)), [], "missing values of s")
    equal(len(numbers), max(numbers), "values of s, each once")
    equal(numbers, sorted(numbers), "order of s")
    equal(len(context.dispatches("READY")), 1, "READY count")
    equal(len(context.dispatches("RESUMED")), CUTS, "RESUMED count")
    ids = [frame["d"]["id"] for frame in context.dispatches("MESSAGE_CREATE")]
    equal(len(set(ids)), len(ids), "messages, each once")
    equal(len(await context.wire.log()), 1 + CUTS, "gateway connections: some broke by themselves")
