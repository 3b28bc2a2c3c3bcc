-- SPDX-FileCopyrightText: 2026 The Stepladder authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- "STEP": tells our file from another program's.
PRAGMA application_id=1398031696;

CREATE TABLE records (
    id INTEGER PRIMARY KEY,
    run TEXT NOT NULL,
    step TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    workspace TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_type TEXT NOT NULL,
    language TEXT NOT NULL,
    task_description TEXT NOT NULL,
    complexity INTEGER NOT NULL,
    required_patterns TEXT NOT NULL,
    signature TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    attempts TEXT NOT NULL,
    summaries TEXT NOT NULL,
    issues TEXT NOT NULL,
    root_cause TEXT NOT NULL,
    failed INTEGER NOT NULL,
    eventually_succeeded INTEGER NOT NULL,
    successful_approach TEXT NOT NULL,
    code TEXT NOT NULL,
    models_used TEXT NOT NULL,
    total_cost INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    UNIQUE (run, step, epoch)
);
CREATE INDEX records_fingerprint ON records (fingerprint, time_ms);
CREATE INDEX records_signature ON records (signature, time_ms);
CREATE INDEX records_workspace ON records (workspace);

CREATE TABLE todos (
    id INTEGER PRIMARY KEY,
    run TEXT NOT NULL,
    step TEXT NOT NULL,
    workspace TEXT NOT NULL,
    file TEXT NOT NULL,
    title TEXT NOT NULL,
    reason TEXT NOT NULL,
    report TEXT NOT NULL,
    done INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    UNIQUE (run, step)
);
