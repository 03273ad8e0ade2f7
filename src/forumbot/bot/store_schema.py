"""The tables of the bot's own data, version by version."""

from forumbot.database import META_TABLE, Step

APPLICATION_ID = 0x666F7262

SCHEMA: tuple[Step, ...] = (
    (
        "PRAGMA application_id = 0x666f7262",
        META_TABLE,
        """CREATE TABLE guild (
            guild_id INTEGER PRIMARY KEY,
            announcement_channel_id INTEGER,
            timezone TEXT NOT NULL
        )""",
        """CREATE TABLE guild_entry (
            guild_id INTEGER NOT NULL REFERENCES guild ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind IN ('answer_channel', 'moderator', 'maintainer')),
            entry_id INTEGER NOT NULL,
            PRIMARY KEY (guild_id, kind, entry_id)
        ) WITHOUT ROWID""",
        """CREATE TABLE answer (
            number INTEGER PRIMARY KEY,
            answer_id TEXT NOT NULL UNIQUE,
            question TEXT NOT NULL,
            levelled TEXT NOT NULL,
            doc_ids TEXT NOT NULL,
            finding TEXT NOT NULL CHECK (finding IN ('answer', 'near', 'nothing')),
            confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
            generation TEXT NOT NULL,
            guild_id INTEGER,
            channel_id INTEGER,
            message_id INTEGER UNIQUE,
            asker BLOB,
            asked_at INTEGER NOT NULL
        )""",
        """CREATE TABLE vote (
            answer_id TEXT NOT NULL REFERENCES answer (answer_id) ON DELETE CASCADE,
            voter BLOB NOT NULL,
            helpful INTEGER NOT NULL CHECK (helpful IN (0, 1)),
            voted_at INTEGER NOT NULL,
            PRIMARY KEY (answer_id, voter)
        ) WITHOUT ROWID""",
        "CREATE INDEX answer_by_asker ON answer (asker)",
        "CREATE INDEX answer_by_time ON answer (asked_at)",
        "CREATE INDEX answer_by_levelled ON answer (levelled)",
        "CREATE INDEX vote_by_voter ON vote (voter)",
        "CREATE TABLE registered (application_id INTEGER PRIMARY KEY, hash TEXT NOT NULL)",
    ),
    ("ALTER TABLE guild ADD COLUMN report_channel_id INTEGER",),
    (
        "ALTER TABLE answer ADD COLUMN is_private INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE answer ADD COLUMN forum TEXT",
    ),
    # Of what came from the archive's structure "finding", which knows three values, says "answer".
    ("ALTER TABLE answer ADD COLUMN is_overview INTEGER NOT NULL DEFAULT 0",),
    (
        "ALTER TABLE answer ADD COLUMN asked_in INTEGER",
        "CREATE INDEX answer_by_question ON answer (asked_in)",
    ),
    (
        """CREATE TABLE change (
            number INTEGER PRIMARY KEY,
            guild_id INTEGER NOT NULL,
            member_id INTEGER,
            changed_at INTEGER NOT NULL,
            what TEXT NOT NULL,
            lines TEXT NOT NULL
        )""",
        "CREATE INDEX change_by_guild ON change (guild_id, number)",
        "CREATE INDEX change_by_member ON change (member_id)",
    ),
)
