-- DMs that a user took off the list, until there is a message above `closed_after`.
CREATE TABLE closed_dms (
    user_id      INTEGER NOT NULL REFERENCES users,
    channel_id   INTEGER NOT NULL REFERENCES dms ON DELETE CASCADE,
    closed_after INTEGER NOT NULL,
    PRIMARY KEY (user_id, channel_id)
) STRICT, WITHOUT ROWID;
