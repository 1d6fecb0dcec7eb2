"""Steps: login, guild, permissions."""

import asyncio

import discord

from wait import equal, refused, true

READY_TIMEOUT_S = 20


async def login(context):
    client, world = context.client, context.world
    context.background = asyncio.create_task(client.start(world["token"]))
    ready = asyncio.create_task(context.events.seen("ready", timeout_s=READY_TIMEOUT_S))
    done, _ = await asyncio.wait([context.background, ready], return_when=asyncio.FIRST_COMPLETED)
    # Raises what ended the client or the waiting.
    for task in done:
        task.result()
    true(ready.done(), "the client ended")
    equal(client.user.id, int(world["bot"]), "own id")
    true(client.user.bot, "own user is not a bot")
    equal(client.application_id, int(world["bot"]), "application id")
    frame = await context.dispatched("READY")
    equal(frame["s"], 1, "s of READY")
    data = frame["d"]
    equal(data["v"], 10, "v")
    true(data["session_id"], "no session_id")
    url = data["resume_gateway_url"]
    true(url.startswith(world["gateway"]) and not url.endswith("/"), f"resume_gateway_url {url}")
    equal([(one["id"], one["unavailable"]) for one in data["guilds"]], [(world["guild"], True)], "guilds")


async def guild(context):
    world, home = context.world, context.guild
    await context.dispatched("GUILD_CREATE", lambda data: data["id"] == world["guild"])
    equal(home.name, "Compat", "name")
    true(not home.unavailable, "unavailable")
    equal(home.owner_id, int(world["owner"]["id"]), "owner")
    equal(home.member_count, 2, "member_count")
    equal(home.default_role.id, home.id, "@everyone")
    general = context.channel("general")
    equal(general.type, discord.ChannelType.text, "type of general")
    equal(general.category.type, discord.ChannelType.category, "parent of general")
    true(context.channel("burst") and context.channel("read_only"), "a channel is missing")
    equal(context.channel("hidden"), None, "hidden channel")
    equal(home.me.id, context.client.user.id, "own member")
    true(any(role.managed for role in home.me.roles), "the bot has no managed role")


async def permissions(context):
    allowed = lambda name: context.channel(name).permissions_for(context.guild.me)
    general, read_only = allowed("general"), allowed("read_only")
    true(not (general.administrator or general.ban_members or general.manage_guild), "too much allowed")
    true(general.view_channel and general.send_messages, "view and send not allowed")
    true(general.manage_messages and general.manage_channels, "manage not allowed")
    true(read_only.view_channel and not read_only.send_messages, "read-only is not")
    await refused(context.channel("read_only").send("no"), 50013, 403)
    await refused(context.client.fetch_channel(context.channel_id("hidden")), 50001, 403)
