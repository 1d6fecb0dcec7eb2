"""Steps: members, dm, channels, roles."""

import discord

from wait import equal, refused, true


async def members(context):
    owner, friend, home = context.owner, context.friend, context.guild
    invite = await context.channel("general").create_invite(max_age=600)
    await friend.call("POST", f"/invites/{invite.code}", {})
    (joined,) = await context.events.seen("member_join", lambda member: member.id == friend.id)
    equal(joined.name, "fred", "name")
    equal(home.member_count, 3, "member_count")

    everybody = sorted([owner.id, friend.id, context.client.user.id])
    ids = lambda found: sorted(member.id for member in found)
    equal(ids(await home.chunk()), everybody, "op 8")
    equal(ids(await home.query_members("fre", limit=10)), [friend.id], "op 8 by name")
    equal(ids(await home.query_members(user_ids=[owner.id, friend.id])), sorted([owner.id, friend.id]), "op 8 by id")
    equal(ids([member async for member in home.fetch_members(limit=None)]), everybody, "REST")
    one = await home.fetch_member(friend.id)
    equal(one.name, "fred", "name by REST")
    true(one.joined_at, "no joined_at")


async def dm(context):
    client, owner, friend = context.client, context.owner, context.friend
    person = await client.fetch_user(owner.id)
    opened = await client.create_dm(person)
    again = await client.create_dm(discord.Object(owner.id))
    equal(again.id, opened.id, "second DM")
    sent = await opened.send("between us")
    (told,) = await context.events.seen("message", lambda message: message.id == sent.id)
    equal(told.guild, None, "guild")
    (kept,) = await owner.call("GET", f"/channels/{opened.id}/messages?limit=1")
    equal(int(kept["id"]), sent.id, "kept message")

    theirs = await friend.call("POST", "/users/@me/channels", {"recipient_id": str(client.user.id)})
    asked = await friend.send(theirs["id"], "are you a bot?")
    (heard,) = await context.events.seen("message", lambda message: message.id == asked)
    equal(heard.content, "are you a bot?", "content")
    equal(heard.author.id, friend.id, "author")
    true(isinstance(heard.channel, discord.DMChannel), f"{heard.channel!r} is no DM")
    answer = await heard.channel.send("yes")
    (last,) = await friend.call("GET", f"/channels/{theirs['id']}/messages?limit=1")
    equal(int(last["id"]), answer.id, "answer")


async def channels(context):
    home, category = context.guild, context.channel("general").category
    made = await home.create_text_channel("made", topic="new", category=category)
    is_made = lambda channel: channel.id == made.id
    (created,) = await context.events.seen("guild_channel_create", is_made)
    equal((created.name, created.topic, created.category), ("made", "new", category), "channel")

    edited = await made.edit(name="remade", topic="newer")
    equal(edited.name, "remade", "name")
    is_remade = lambda _, now: is_made(now) and (now.name, now.topic) == ("remade", "newer")
    await context.events.seen("guild_channel_update", is_remade)

    friend = home.get_member(context.friend.id)
    await made.set_permissions(friend, send_messages=False)
    is_denied = lambda _, now: is_made(now) and now.overwrites_for(friend).send_messages is False
    await context.events.seen("guild_channel_update", is_denied)

    await made.delete()
    await context.events.seen("guild_channel_delete", is_made)
    equal(context.client.get_channel(made.id), None, "deleted channel in the cache")
    await refused(context.client.fetch_channel(made.id), 10003, 404)


async def roles(context):
    home = context.guild
    allowed = discord.Permissions(send_messages=True)
    role = await home.create_role(name="made", permissions=allowed, hoist=True)
    (created,) = await context.events.seen("guild_role_create", lambda one: one.id == role.id)
    true(created.hoist, "not hoisted")
    await role.edit(name="remade", mentionable=True)
    is_remade = lambda _, now: now.id == role.id and now.name == "remade" and now.mentionable
    await context.events.seen("guild_role_update", is_remade)

    has = lambda member: member.get_role(role.id) is not None
    is_friend = lambda member: member.id == context.friend.id
    friend = home.get_member(context.friend.id)
    await friend.add_roles(role)
    await context.events.seen("member_update", lambda _, now: is_friend(now) and has(now))
    assigned = await home.fetch_member(friend.id)
    true(has(assigned), "role not assigned")
    await friend.remove_roles(role)
    is_taken = lambda before, now: is_friend(now) and has(before) and not has(now)
    await context.events.seen("member_update", is_taken)

    await role.delete()
    await context.events.seen("guild_role_delete", lambda one: one.id == role.id)
    equal(home.get_role(role.id), None, "deleted role in the cache")
