"""What does not go through the library: the people of the guild, and the proxy that cuts the socket."""

import asyncio

RETRIES_MAX = 5


class Person:
    def __init__(self, http, api, identity):
        self.id = int(identity["id"])
        self._http = http
        self._base = f"{api}/v10"
        self._headers = {"Authorization": identity["token"]}

    async def send(self, channel_id, content):
        """Returns the id of the message."""
        message = await self.call("POST", f"/channels/{channel_id}/messages", {"content": content})
        return int(message["id"])

    async def call(self, method, path, body=None):
        for _ in range(RETRIES_MAX):
            async with self._http.request(method, self._base + path, json=body, headers=self._headers) as reply:
                answer = await reply.json() if await reply.read() else None
            if reply.status < 300:
                return answer
            if reply.status != 429:
                raise RuntimeError(f"a person's {method} {path}: {reply.status} {answer}")
            await asyncio.sleep(answer["retry_after"])
        raise RuntimeError(f"a person's {method} {path}: still rate limited")


class Wire:
    def __init__(self, http, control):
        self._http = http
        self._control = control

    async def cut(self):
        return await self._ask("POST", "/cut")

    async def cut_half(self):
        return await self._ask("POST", "/cut-half")

    async def open(self):
        return await self._ask("POST", "/open")

    async def log(self):
        return await self._ask("GET", "/log")

    async def _ask(self, method, path):
        async with self._http.request(method, self._control + path) as reply:
            return await reply.json()
