-- SPDX-FileCopyrightText: 2026 The Stepladder authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is to be told to people elsewhere, until it has been. No addresses: they may be secrets.
CREATE TABLE notification (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    webhook TEXT NOT NULL,
    subject TEXT NOT NULL,                -- what it is about, so that nothing is told twice: "<request>.asked"
    request TEXT NOT NULL DEFAULT '',     -- told only while this one is open; empty: always
    body BLOB NOT NULL,
    created INTEGER NOT NULL,             -- UTC ms
    due INTEGER NOT NULL,                 -- UTC ms; not before
    claimed INTEGER NOT NULL DEFAULT 0,   -- UTC ms until which one process tries it
    tries INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'queued', -- queued, sent, dropped, failed
    error TEXT NOT NULL DEFAULT '',
    UNIQUE (webhook, subject)
);
CREATE INDEX notification_due ON notification (due) WHERE state = 'queued';
