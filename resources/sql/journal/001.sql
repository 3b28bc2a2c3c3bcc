-- The record of one run. Entries are chained by hash over the hashes of their payloads, so that a payload may be erased (NULL).
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE entry (
    seq INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    step TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    type TEXT NOT NULL,
    key TEXT,
    payload BLOB,
    payload_hash BLOB NOT NULL,
    hash BLOB NOT NULL
);
CREATE UNIQUE INDEX entry_key ON entry (key) WHERE key IS NOT NULL;
CREATE INDEX entry_step ON entry (step) WHERE step <> '';
-- The frequent types are found by walking; to index them too would double the pages that each commit writes.
CREATE INDEX entry_type ON entry (type)
    WHERE type NOT IN ('effect.intended', 'effect.done', 'insight', 'budget.reserved', 'budget.settled');

-- seq is that of the first entry written with or after the bytes: what a fork needs of them.
CREATE TABLE blob (
    sha256 TEXT PRIMARY KEY,
    seq INTEGER NOT NULL,
    bytes BLOB
);

CREATE TABLE effect (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    intent_seq INTEGER NOT NULL,
    done_seq INTEGER NOT NULL,
    input_hash BLOB NOT NULL,
    record BLOB NOT NULL,
    erased INTEGER NOT NULL DEFAULT 0
);

-- Effects in flight: the few rows that a crash leaves behind.
CREATE TABLE intent (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    step TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    seq INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE consumption (
    key TEXT PRIMARY KEY,
    wish INTEGER NOT NULL,
    kind TEXT NOT NULL,
    data BLOB NOT NULL,
    taken INTEGER NOT NULL,
    seq INTEGER NOT NULL
);

-- What projections are about: the run (1), what never changes of it (2), steps in the plan's order (from 16).
CREATE TABLE subject (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    first_seq INTEGER NOT NULL
);

-- place = subject * 2^40 + seq: the versions of one subject lie side by side, and a moment is the last of each up to it.
CREATE TABLE projection (
    place INTEGER PRIMARY KEY,
    state BLOB NOT NULL
);
