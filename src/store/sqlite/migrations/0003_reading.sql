-- How far a person has read a channel. version: a snowflake; of two, the row with the greater one stands.
CREATE TABLE read_states (
    user_id         INTEGER NOT NULL,
    channel_id      INTEGER NOT NULL,
    last_message_id INTEGER NOT NULL,
    version         INTEGER NOT NULL,
    PRIMARY KEY (user_id, channel_id)
) STRICT, WITHOUT ROWID;
-- For the end of a channel; moving on changes nothing in it.
CREATE INDEX read_states_by_channel ON read_states (channel_id);

-- One row for each message of a guild that mentions somebody, whomever it mentions.
CREATE TABLE mentions (
    guild_id   INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    author_id  INTEGER NOT NULL,
    users      TEXT    NOT NULL,
    roles      TEXT    NOT NULL,
    everyone   INTEGER NOT NULL,
    PRIMARY KEY (guild_id, message_id)
) STRICT, WITHOUT ROWID;

-- What the client called itself at login, and when the token was used, about: for people's tokens.
ALTER TABLE tokens ADD COLUMN client TEXT;
ALTER TABLE tokens ADD COLUMN last_used_at INTEGER;
