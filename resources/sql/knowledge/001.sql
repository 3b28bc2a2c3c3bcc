-- SPDX-FileCopyrightText: 2026 The Stepladder authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Files of articles as they were when they were read; an article that could not be read has a problem and no id.
CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    folder TEXT NOT NULL,
    name TEXT NOT NULL,
    stamp TEXT NOT NULL,
    article TEXT NOT NULL,
    title TEXT NOT NULL,
    problem TEXT NOT NULL,
    content BLOB NOT NULL,
    UNIQUE (folder, name)
);

-- What an article is found by: kind is fingerprint, diagnostic, signature or message.
CREATE TABLE marks (
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    file INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    PRIMARY KEY (kind, value, file)
) WITHOUT ROWID;
CREATE INDEX marks_file ON marks (file);

-- rowid is the id of the file.
CREATE VIRTUAL TABLE words USING fts5 (title, guidance, pattern, tokenize='porter unicode61 remove_diacritics 2');
