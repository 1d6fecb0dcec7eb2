"""Steps about messages of a guild channel."""

import asyncio
import time

import discord

from wait import equal, refused, true

THUMB = "👍"
BURST = 12
# Five go at once; the other seven wait for the limit of five per five seconds.
BURST_S_MIN = 4
CLOCK_SKEW_S_MAX = 300
UNKNOWN_ID = 1000000000000000000


async def send(context):
    content = "grüße, 世界 🔔"
    embed = discord.Embed(title="kept", description="as sent").add_field(name="a", value="b")
    order = {"content": content, "embed": embed, "nonce": "compat-1"}
    sent = await context.channel("general").send(**order)
    equal(sent.content, content, "content")
    equal(sent.author.id, context.client.user.id, "author")
    equal(sent.embeds[0].fields[0].value, "b", "embed")
    (told,) = await _created(context, sent.id)
    equal(told.content, content, "content in the event")
    equal(told.guild.id, context.guild.id, "guild in the event")
    frame = await context.dispatched("MESSAGE_CREATE", lambda data: int(data["id"]) == sent.id)
    equal(frame["d"]["nonce"], "compat-1", "nonce")
    again = await context.channel("general").send(**order)
    equal(again.id, sent.id, "message of an enforced nonce")
    marker = await context.channel("general").send("marker")
    await _created(context, marker.id)
    equal(_times(context, sent.id), 1, "MESSAGE_CREATE count")


async def fetch(context):
    sent = await context.channel("general").send("fetch me")
    fetched = await context.channel("general").fetch_message(sent.id)
    equal(fetched.content, "fetch me", "content")
    true(abs(time.time() - fetched.created_at.timestamp()) < CLOCK_SKEW_S_MAX, "created_at")
    equal(fetched.edited_at, None, "edited_at")


async def edit(context):
    sent = await context.channel("general").send("first")
    await _created(context, sent.id)
    edited = await sent.edit(content="second")
    equal(edited.content, "second", "content")
    true(edited.edited_at >= sent.created_at, "edited_at")
    _, now = await context.events.seen("message_edit", lambda _, now: now.id == sent.id)
    equal(now.content, "second", "content in the event")
    frame = await context.dispatched("MESSAGE_UPDATE", lambda data: int(data["id"]) == sent.id)
    data = frame["d"]
    equal(data["guild_id"], context.world["guild"], "guild_id")
    true(data["author"] and data["timestamp"] and data["edited_timestamp"], "MESSAGE_UPDATE is not whole")
    fetched = await context.channel("general").fetch_message(sent.id)
    equal(fetched.content, "second", "content fetched")


async def typing(context):
    general = context.channel("general")
    # Awaited, it is one request; as a context it would repeat.
    await general.typing()
    await context.owner.call("POST", f"/channels/{general.id}/typing", {})
    is_owner = lambda channel, user, when: user.id == context.owner.id
    channel, _, when = await context.events.seen("typing", is_owner)
    equal(channel.id, general.id, "channel")
    true(abs(time.time() - when.timestamp()) < CLOCK_SKEW_S_MAX, "timestamp")


async def reactions(context):
    general, me, owner = context.channel("general"), context.client.user, context.owner
    sent = await general.send("react to me")
    await _created(context, sent.id)
    by = lambda user_id: (lambda reaction, user: reaction.message.id == sent.id
                          and reaction.emoji == THUMB and user.id == user_id)

    async def counted():
        (reaction,) = (await general.fetch_message(sent.id)).reactions
        users = [user.id async for user in reaction.users()]
        return reaction.count, reaction.me, sorted(users)

    await sent.add_reaction(THUMB)
    await context.events.seen("reaction_add", by(me.id))
    path = f"/channels/{general.id}/messages/{sent.id}/reactions/%F0%9F%91%8D/@me"
    await owner.call("PUT", path)
    await context.events.seen("reaction_add", by(owner.id))
    equal(await counted(), (2, True, sorted([me.id, owner.id])), "reaction")

    await sent.remove_reaction(THUMB, me)
    await context.events.seen("reaction_remove", by(me.id))
    equal(await counted(), (1, False, [owner.id]), "reaction")

    await sent.remove_reaction(THUMB, discord.Object(owner.id))
    await context.events.seen("reaction_remove", by(owner.id))
    equal((await general.fetch_message(sent.id)).reactions, [], "reactions")


async def reply(context):
    general, owner = context.channel("general"), context.owner
    question = await owner.send(general.id, "who is there?")
    (heard,) = await _created(context, question)
    equal(heard.content, "who is there?", "content")
    equal(heard.author.id, owner.id, "author")
    true(isinstance(heard.author, discord.Member), "the author is no member")
    answer = await heard.reply("a bot")
    equal(answer.type, discord.MessageType.reply, "type")
    equal(answer.reference.message_id, question, "reference")
    equal(answer.reference.channel_id, general.id, "reference's channel")
    equal(answer.reference.resolved.id, question, "referenced message")
    equal([user.id for user in answer.mentions], [owner.id], "mentions")
    frame = await context.dispatched("MESSAGE_CREATE", lambda data: int(data["id"]) == answer.id)
    equal(int(frame["d"]["referenced_message"]["id"]), question, "referenced message in the event")
    equal([int(user["id"]) for user in frame["d"]["mentions"]], [owner.id], "mentions in the event")


async def burst(context):
    channel = context.channel("burst")
    begun_s = time.monotonic()
    wanted = [f"burst {index}" for index in range(BURST)]
    sent = await asyncio.gather(*(channel.send(content) for content in wanted))
    took_s = time.monotonic() - begun_s
    equal([message.content for message in sent], wanted, "contents")
    true(took_s >= BURST_S_MIN, f"12 sends took {took_s:.1f} s: nothing limited them")
    for message in sent:
        await _created(context, message.id)
    told = [frame["d"] for frame in context.dispatches("MESSAGE_CREATE")]
    ids = [int(data["id"]) for data in told if int(data["channel_id"]) == channel.id]
    equal(ids, sorted(message.id for message in sent), "ids of the events")
    context.history = ids


async def history(context):
    ids = context.history
    true(ids, "the burst step left no messages")
    channel = context.channel("burst")
    at = lambda index: discord.Object(ids[index])
    page = lambda **query: _ids(channel.history(**query))
    newest_first = lambda begin, end: ids[begin:end][::-1]
    equal(await page(limit=5), newest_first(7, 12), "limit")
    equal(await page(limit=3, before=at(6)), newest_first(3, 6), "before")
    equal(await page(limit=3, after=at(2)), ids[3:6], "after")
    # The library turns the page round when it goes around a message.
    equal(sorted(await page(limit=5, around=at(5))), ids[3:8], "around")
    equal(await page(limit=100), newest_first(0, 12), "whole")

    backwards = some = await page(limit=5)
    while some := await page(limit=5, before=discord.Object(some[-1])):
        backwards = backwards + some
    equal(backwards, newest_first(0, 12), "pages backwards")
    forwards, last = [], 0
    while some := await page(limit=5, after=discord.Object(last)):
        forwards, last = forwards + some, some[-1]
    equal(forwards, ids, "pages forwards")


async def errors(context):
    general = context.channel("general")
    await refused(general.fetch_message(UNKNOWN_ID), 10008, 404)
    await refused(general.send(""), 50006, 400)
    form = await refused(general.send("x" * 2001), 50035, 400)
    true("content" in str(form), f"the error does not name the field: {form}")


async def remove(context):
    general = context.channel("general")
    one, two, three = [await general.send(content) for content in ("one", "two", "three")]
    await _created(context, three.id)
    await one.delete()
    await context.events.seen("message_delete", lambda message: message.id == one.id)
    await refused(general.fetch_message(one.id), 10008, 404)
    await general.delete_messages([two, three])
    is_both = lambda gone: {message.id for message in gone} == {two.id, three.id}
    await context.events.seen("bulk_message_delete", is_both)
    await refused(general.fetch_message(three.id), 10008, 404)


async def _created(context, message_id):
    return await context.events.seen("message", lambda message: message.id == message_id)


def _times(context, message_id):
    return sum(int(frame["d"]["id"]) == message_id for frame in context.dispatches("MESSAGE_CREATE"))


async def _ids(iterator):
    return [message.id async for message in iterator]
