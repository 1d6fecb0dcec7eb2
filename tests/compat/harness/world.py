"""What one bot finds: two people, a guild with four channels, and itself in it."""

import json
import time
import urllib.error
import urllib.request

REQUEST_TIMEOUT_S = 20
RATE_LIMIT_RETRIES_MAX = 5
PASSWORD = "correct horse battery"

CREATE_INVITE, MANAGE_CHANNELS, ADD_REACTIONS = 1 << 0, 1 << 4, 1 << 6
VIEW_CHANNEL, SEND_MESSAGES, MANAGE_MESSAGES = 1 << 10, 1 << 11, 1 << 13
READ_MESSAGE_HISTORY, MANAGE_ROLES = 1 << 16, 1 << 28
# Not administrator: then nothing would have to be computed.
BOT_PERMISSIONS = (
    CREATE_INVITE | MANAGE_CHANNELS | ADD_REACTIONS | VIEW_CHANNEL | SEND_MESSAGES
    | MANAGE_MESSAGES | READ_MESSAGE_HISTORY | MANAGE_ROLES
)


class WorldError(Exception):
    pass


def build(url):
    owner = _register(url, "olive")
    friend = _register(url, "fred")
    call = lambda method, path, body=None: request(url, method, path, body, owner["token"])
    application = call("POST", "/applications", {"name": "compat"})
    bot_token = call("POST", f"/applications/{application['id']}/bot/reset", {})["token"]
    guild = call("POST", "/guilds", {"name": "Compat"})
    channels = _channels(call, guild["id"])
    call(
        "POST",
        f"/oauth2/authorize?client_id={application['id']}&scope=bot&permissions={BOT_PERMISSIONS}",
        {"authorize": True, "guild_id": guild["id"], "permissions": str(BOT_PERMISSIONS)},
    )
    return {
        "api": url + "/api",
        "token": bot_token,
        "bot": application["id"],
        "guild": guild["id"],
        "channels": channels,
        "owner": owner,
        "friend": friend,
    }


def _register(url, name):
    body = {"username": name, "password": PASSWORD, "consent": True}
    person = request(url, "POST", "/auth/register", body)
    return {"id": person["user_id"], "token": person["token"], "name": name}


def _channels(call, guild_id):
    listed = call("GET", f"/guilds/{guild_id}/channels")
    general = next(channel for channel in listed if channel["type"] == 0)
    new = lambda name, deny: call("POST", f"/guilds/{guild_id}/channels", {
        "name": name,
        "type": 0,
        "permission_overwrites": [{"id": guild_id, "type": 0, "allow": "0", "deny": str(deny)}],
    })["id"]
    return {
        "general": general["id"],
        "burst": new("burst", 0),
        "read_only": new("read-only", SEND_MESSAGES),
        "hidden": new("hidden", VIEW_CHANNEL),
    }


def request(url, method, path, body=None, token=None):
    for _ in range(RATE_LIMIT_RETRIES_MAX):
        status, answer = _once(url, method, path, body, token)
        if status == 429:
            time.sleep(answer["retry_after"])
            continue
        if status >= 300:
            raise WorldError(f"{method} {path.partition('?')[0]}: {status} {json.dumps(answer)}")
        return answer
    raise WorldError(f"{method} {path}: still rate limited")


def _once(url, method, path, body, token):
    headers = {"Authorization": token} if token else {}
    data = None
    if body is not None:
        data = json.dumps(body).encode()
        headers["Content-Type"] = "application/json"
    wanted = urllib.request.Request(f"{url}/api/v10{path}", data, headers, method=method)
    try:
        with urllib.request.urlopen(wanted, timeout=REQUEST_TIMEOUT_S) as reply:
            return reply.status, _json(reply.read())
    except urllib.error.HTTPError as refused:
        return refused.code, _json(refused.read())
    except OSError as broken:
        raise WorldError(f"{method} {path.partition('?')[0]}: {broken}") from broken


def _json(raw):
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return {"not_json": raw[:200].decode(errors="replace")}
