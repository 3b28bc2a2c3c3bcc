-- rowid is the seq of the entry; the text itself stays in the journal.
CREATE VIRTUAL TABLE words USING fts5(body, content='', tokenize='unicode61 remove_diacritics 2');
CREATE TABLE progress (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL
);
INSERT INTO progress (id, seq) VALUES (1, 0);
