"""Drives an unmodified discord.py through every step; one line of JSON per step on stdout.

Usage: python main.py <world.json>. With COMPAT_WITHOUT_ZSTD set, the zstandard extra is not to be found,
as for one who did not install it.
"""

import asyncio
import json
import logging
import os
import sys
import traceback

if os.environ.get("COMPAT_WITHOUT_ZSTD"):
    sys.modules["zstandard"] = None
    sys.modules["compression.zstd"] = None

import aiohttp
import discord
import yarl

import beginning
import guild
import messages
import wire
from outside import Person, Wire
from wait import Events

STEP_TIMEOUT_S = 30
REASON_LENGTH_MAX = 300

LISTENED = [
    "ready", "message", "message_edit", "message_delete", "bulk_message_delete", "typing",
    "reaction_add", "reaction_remove", "member_join", "member_update",
    "guild_channel_create", "guild_channel_update", "guild_channel_delete",
    "guild_role_create", "guild_role_update", "guild_role_delete",
]

STEPS = {
    "login": beginning.login,
    "guild": beginning.guild,
    "permissions": beginning.permissions,
    "send": messages.send,
    "fetch": messages.fetch,
    "edit": messages.edit,
    "typing": messages.typing,
    "reactions": messages.reactions,
    "reply": messages.reply,
    "burst": messages.burst,
    "history": messages.history,
    "errors": messages.errors,
    "members": guild.members,
    "dm": guild.dm,
    "channels": guild.channels,
    "roles": guild.roles,
    "resume": wire.resume,
    "delete": messages.remove,
    "heartbeat": wire.heartbeat,
    "sequence": wire.sequence,
}


class Context:
    """What every step works with."""

    def __init__(self, world, client, http):
        self.world = world
        self.client = client
        self.events = Events()
        self.owner = Person(http, world["api"], world["owner"])
        self.friend = Person(http, world["api"], world["friend"])
        self.wire = Wire(http, world["control"])
        self.history = None
        self.background = None
        for name in LISTENED:
            self._listen(name, self.events.add)
        self._listen("socket_raw_receive", self._add_frame)

    @property
    def guild(self):
        return self.client.get_guild(int(self.world["guild"]))

    def channel_id(self, name):
        return int(self.world["channels"][name])

    def channel(self, name):
        return self.client.get_channel(self.channel_id(name))

    def dispatches(self, name=None):
        """Dispatches as they came over the wire."""
        frames = (frame for (frame,) in self.events.all("frame") if frame["op"] == 0)
        return [frame for frame in frames if name in (None, frame["t"])]

    async def dispatched(self, name, wanted=lambda _: True):
        (frame,) = await self.events.seen("frame", lambda one: one["t"] == name and wanted(one["d"]))
        return frame

    def _listen(self, name, told):
        async def handler(*args):
            told(name, *args)

        handler.__name__ = f"on_{name}"
        self.client.event(handler)

    def _add_frame(self, _, text):
        self.events.add("frame", json.loads(text))


async def main():
    with open(sys.argv[1]) as file:
        world = json.load(file)
    discord.http.Route.BASE = world["api"] + "/v10"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(world["gateway"])
    discord.utils.setup_logging(level=logging.DEBUG, root=True)
    client = discord.Client(intents=discord.Intents.all(), enable_debug_events=True)
    async with client, aiohttp.ClientSession() as http:
        context = Context(world, client, http)
        for name, step in STEPS.items():
            reason = await reason_of(step(context))
            print(json.dumps({"step": name, "reason": reason}), flush=True)
            if reason is not None and name == "login":
                break
    if context.background:
        await asyncio.gather(context.background, return_exceptions=True)


async def reason_of(step):
    try:
        await asyncio.wait_for(step, STEP_TIMEOUT_S)
        return None
    except asyncio.TimeoutError:
        return f"took over {STEP_TIMEOUT_S} s"
    except Exception as error:
        traceback.print_exc()
        return f"{type(error).__name__}: {' '.join(str(error).split())}"[:REASON_LENGTH_MAX]


asyncio.run(main())
