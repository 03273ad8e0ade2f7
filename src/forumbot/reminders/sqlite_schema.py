"""The tables of the ledger's file; a change of them is a new step, and no step ever changes."""

from forumbot.database import META_TABLE, Step

APPLICATION_ID = 0x666F726C

_REQUESTS: Step = (
    """CREATE TABLE guild_event (
        guild_id INTEGER NOT NULL,
        event_id TEXT NOT NULL,
        event TEXT NOT NULL,
        PRIMARY KEY (guild_id, event_id)
    )""",
    # Ids of rules are shown to people, so none is used twice.
    """CREATE TABLE rule (
        rule_id INTEGER PRIMARY KEY AUTOINCREMENT,
        guild_id INTEGER NOT NULL,
        event_id TEXT NOT NULL,
        lead TEXT NOT NULL,
        channel_id INTEGER,
        role_id INTEGER,
        message TEXT,
        member_id INTEGER,
        created_by INTEGER
    )""",
    """CREATE UNIQUE INDEX rule_once ON rule (
        guild_id, event_id, lead, coalesce(channel_id, 0), coalesce(member_id, 0)
    )""",
    "CREATE INDEX rule_by_member ON rule (member_id)",
    """CREATE TABLE mute (
        guild_id INTEGER NOT NULL,
        event_id TEXT NOT NULL,
        lead TEXT NOT NULL,
        PRIMARY KEY (guild_id, event_id, lead)
    ) WITHOUT ROWID""",
    """CREATE TABLE published (
        guild_id INTEGER NOT NULL,
        event_id TEXT NOT NULL,
        native_id INTEGER NOT NULL,
        fingerprint TEXT NOT NULL,
        PRIMARY KEY (guild_id, event_id)
    ) WITHOUT ROWID""",
)

_DELIVERIES: Step = (
    """CREATE TABLE delivery (
        key TEXT PRIMARY KEY,
        purpose TEXT NOT NULL CHECK (purpose IN ('reminder', 'notice', 'report')),
        guild_id INTEGER NOT NULL,
        channel_id INTEGER NOT NULL,
        starts_at INTEGER NOT NULL,
        due_at INTEGER NOT NULL,
        useful_until INTEGER NOT NULL,
        is_direct INTEGER NOT NULL CHECK (is_direct IN (0, 1)),
        event_id TEXT NOT NULL,
        lead TEXT NOT NULL,
        anchor TEXT NOT NULL,
        importance INTEGER NOT NULL,
        role_id INTEGER,
        message TEXT,
        state TEXT NOT NULL CHECK (
            state IN ('planned', 'claimed', 'sent', 'late', 'missed', 'refused')
        ),
        attempts INTEGER NOT NULL,
        claimed_at INTEGER,
        retry_at INTEGER,
        at INTEGER,
        message_id INTEGER,
        detail TEXT,
        shown TEXT,
        edit_due INTEGER NOT NULL CHECK (edit_due IN (0, 1)),
        edit_attempts INTEGER NOT NULL,
        reported INTEGER NOT NULL CHECK (reported IN (0, 1)),
        payload TEXT
    )""",
    "CREATE INDEX delivery_by_state ON delivery (state, due_at)",
    "CREATE INDEX delivery_by_event ON delivery (event_id, channel_id)",
    "CREATE INDEX delivery_by_guild ON delivery (guild_id)",
    "CREATE INDEX delivery_to_edit ON delivery (edit_due) WHERE edit_due = 1",
)

SCHEMA: tuple[Step, ...] = (
    (f"PRAGMA application_id = {APPLICATION_ID}", META_TABLE, *_REQUESTS, *_DELIVERIES),
    ("ALTER TABLE rule ADD COLUMN language TEXT",),
)
