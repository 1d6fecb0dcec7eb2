-- Ids are snowflakes, moments are microseconds since the Unix epoch, lists are JSON arrays.
CREATE TABLE users (
    user_id       INTEGER PRIMARY KEY,
    name          TEXT    NOT NULL,
    name_key      TEXT    NOT NULL,
    global_name   TEXT,
    bot           INTEGER NOT NULL,
    password_hash TEXT
) STRICT;
-- Bots may share a name.
CREATE UNIQUE INDEX users_by_name ON users (name_key) WHERE bot = 0;

CREATE TABLE tokens (
    token_hash BLOB    PRIMARY KEY,
    user_id    INTEGER NOT NULL,
    kind       INTEGER NOT NULL,
    issued_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_by_user ON tokens (user_id, issued_at);

CREATE TABLE applications (
    application_id INTEGER PRIMARY KEY,
    name           TEXT    NOT NULL,
    owner_id       INTEGER NOT NULL,
    created_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX applications_by_owner ON applications (owner_id, application_id);

CREATE TABLE guilds (
    guild_id          INTEGER PRIMARY KEY,
    name              TEXT    NOT NULL,
    owner_id          INTEGER NOT NULL,
    description       TEXT,
    system_channel_id INTEGER,
    created_at        INTEGER NOT NULL
) STRICT;

CREATE TABLE roles (
    guild_id    INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    role_id     INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    permissions INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    color       INTEGER NOT NULL,
    hoist       INTEGER NOT NULL,
    mentionable INTEGER NOT NULL,
    managed_by  INTEGER,
    PRIMARY KEY (guild_id, role_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE channels (
    channel_id INTEGER PRIMARY KEY,
    guild_id   INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    kind       INTEGER NOT NULL,
    name       TEXT    NOT NULL,
    topic      TEXT,
    position   INTEGER NOT NULL,
    parent_id  INTEGER,
    nsfw       INTEGER NOT NULL,
    slowmode_s INTEGER NOT NULL,
    overwrites TEXT    NOT NULL
) STRICT;
CREATE INDEX channels_by_guild ON channels (guild_id);

CREATE TABLE members (
    guild_id        INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    user_id         INTEGER NOT NULL REFERENCES users,
    nick            TEXT,
    roles           TEXT    NOT NULL,
    joined_at       INTEGER NOT NULL,
    timed_out_until INTEGER,
    PRIMARY KEY (guild_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_by_user ON members (user_id, guild_id);

CREATE TABLE bans (
    guild_id   INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    user_id    INTEGER NOT NULL REFERENCES users,
    reason     TEXT,
    banned_by  INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE invites (
    code       TEXT    PRIMARY KEY,
    guild_id   INTEGER NOT NULL REFERENCES guilds ON DELETE CASCADE,
    channel_id INTEGER NOT NULL,
    inviter_id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    max_age_s  INTEGER NOT NULL,
    max_uses   INTEGER NOT NULL,
    uses       INTEGER NOT NULL,
    temporary  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX invites_by_guild ON invites (guild_id, created_at);

CREATE TABLE dms (
    channel_id INTEGER PRIMARY KEY,
    user_low   INTEGER NOT NULL REFERENCES users,
    user_high  INTEGER NOT NULL REFERENCES users,
    UNIQUE (user_low, user_high)
) STRICT;
CREATE INDEX dms_by_high ON dms (user_high);

-- One B-tree in the order in which history is read.
CREATE TABLE messages (
    channel_id           INTEGER NOT NULL,
    message_id           INTEGER NOT NULL,
    author_id            INTEGER NOT NULL,
    kind                 INTEGER NOT NULL,
    content              TEXT    NOT NULL,
    embeds               TEXT    NOT NULL,
    mention_users        TEXT    NOT NULL,
    mention_roles        TEXT    NOT NULL,
    mention_everyone     INTEGER NOT NULL,
    reference_message_id INTEGER,
    reference_channel_id INTEGER,
    reference_guild_id   INTEGER,
    edited_at            INTEGER,
    tts                  INTEGER NOT NULL,
    flags                INTEGER NOT NULL,
    nonce                ANY, -- text or integer, as the client gave it
    nonce_enforced       INTEGER NOT NULL,
    request_id           INTEGER NOT NULL,
    PRIMARY KEY (channel_id, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX messages_by_nonce ON messages (channel_id, message_id) WHERE nonce_enforced = 1;

CREATE TABLE reactions (
    channel_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    emoji      TEXT    NOT NULL,
    user_id    INTEGER NOT NULL,
    position   INTEGER NOT NULL, -- the emoji's place among those of the message
    PRIMARY KEY (channel_id, message_id, emoji, user_id)
) STRICT, WITHOUT ROWID;

-- One row: no id at or below `high` may be given again.
CREATE TABLE id_floor (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    high INTEGER NOT NULL
) STRICT;
