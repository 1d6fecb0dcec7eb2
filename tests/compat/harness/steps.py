"""The rows of the table: the step's name, as the drivers say it, and what it promises."""

STEPS = {
    "transport": "the compression that the library asked for is the one it got",
    "login": "login and READY, resume URL and own application in it",
    "guild": "GUILD_CREATE in the cache: channels, roles, own member",
    "permissions": "computed from roles and overwrites; a refused send is 50013, a hidden channel 50001",
    "send": "send: the reply, and MESSAGE_CREATE once",
    "fetch": "fetch one message",
    "edit": "edit, and MESSAGE_UPDATE",
    "typing": "typing, and another user's TYPING_START",
    "reactions": "reaction add, list, remove, with both events",
    "reply": "reply to another's message, reference and mention in it",
    "burst": "12 sends at once under 5 per 5 s: all arrive, in order, none twice",
    "history": "history by limit, before, after, around, and whole in pages both ways",
    "errors": "errors 10008, 50006, 50035",
    "members": "GUILD_MEMBER_ADD by an invite; members by op 8 (all, by name) and by REST",
    "dm": "DM opened twice is one; sent to, and received from another person",
    "channels": "channel create, edit, overwrite, delete, with events",
    "roles": "role create, edit, assign, take, delete, with events",
    "resume": "socket cut twice, RESUMEd; what was sent meanwhile arrives exactly once",
    "delete": "delete, and MESSAGE_DELETE",
    "heartbeat": "heartbeats are acknowledged",
    "sequence": "one READY; `s` from 1 without a gap; no message twice in the whole run",
    "server": "the server lived through it and ended cleanly on SIGTERM",
}

# The reason of a step that never began, for example after a failed login.
NOT_REACHED = "not reached"
