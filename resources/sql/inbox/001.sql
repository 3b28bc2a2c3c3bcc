-- Wishes of everyone but the holder of the run's lock. A draft is an answer that came too late.
CREATE TABLE wish (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    data BLOB NOT NULL,
    taken INTEGER NOT NULL,
    given_by TEXT NOT NULL DEFAULT '',
    request TEXT,
    final INTEGER NOT NULL DEFAULT 0,
    draft INTEGER NOT NULL DEFAULT 0
);
-- One final answer for each request, whoever comes at the same moment.
CREATE UNIQUE INDEX wish_final ON wish (request) WHERE final = 1 AND draft = 0;
