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

-- What was there before people's reading was kept is read: to each person the DMs, and the channels in which there was a message since
-- joining, as far as the person may view them. Of the overwrites the narrowest that says something counts; 8: administrator, 1024: view.
INSERT INTO read_states (user_id, channel_id, last_message_id, version)
WITH
    spoken AS (
        SELECT channel_id, guild_id, overwrites, (SELECT max(message_id) FROM messages WHERE messages.channel_id = channels.channel_id) AS last
        FROM channels WHERE last IS NOT NULL
    ),
    said AS (
        SELECT channel_id, o.value ->> 0 AS kind, o.value ->> 1 AS id, o.value ->> 2 AS allow, o.value ->> 3 AS deny
        FROM spoken, json_each(overwrites) o
    ),
    held AS (
        SELECT guild_id, user_id, r.value AS role_id FROM members, json_each(roles) r
        UNION ALL SELECT guild_id, user_id, guild_id FROM members
    )
SELECT m.user_id, s.channel_id, s.last, s.last
FROM members m JOIN users u USING (user_id) JOIN guilds g USING (guild_id) JOIN spoken s USING (guild_id)
WHERE u.bot = 0 AND s.last > ((m.joined_at / 1000 - 1420070400000) << 22) AND (
    g.owner_id = m.user_id
    OR EXISTS (SELECT 1 FROM held JOIN roles USING (guild_id, role_id) WHERE guild_id = m.guild_id AND user_id = m.user_id AND permissions & 8)
    OR coalesce(
        (SELECT CASE WHEN allow & 1024 THEN 1 WHEN deny & 1024 THEN 0 END FROM said
            WHERE channel_id = s.channel_id AND kind = 1 AND id = m.user_id),
        (SELECT CASE WHEN max(allow & 1024) THEN 1 WHEN max(deny & 1024) THEN 0 END FROM said
            WHERE channel_id = s.channel_id AND kind = 0 AND id <> m.guild_id
                AND id IN (SELECT role_id FROM held WHERE guild_id = m.guild_id AND user_id = m.user_id)),
        (SELECT CASE WHEN allow & 1024 THEN 1 WHEN deny & 1024 THEN 0 END FROM said
            WHERE channel_id = s.channel_id AND kind = 0 AND id = m.guild_id),
        (SELECT max(permissions & 1024) FROM held JOIN roles USING (guild_id, role_id)
            WHERE guild_id = m.guild_id AND user_id = m.user_id)
    )
)
UNION ALL
SELECT u.user_id, d.channel_id, max(message_id), max(message_id)
FROM dms d JOIN users u ON u.user_id IN (d.user_low, d.user_high) JOIN messages USING (channel_id)
WHERE u.bot = 0 GROUP BY u.user_id, d.channel_id;

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
