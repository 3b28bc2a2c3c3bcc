-- SPDX-FileCopyrightText: 2026 The Stepladder authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Full text over what is there already and what comes; words holds the parts of compound identifiers.
ALTER TABLE records ADD COLUMN words TEXT NOT NULL DEFAULT '';

CREATE VIRTUAL TABLE records_text USING fts5 (
    file_name, task_description, summaries, issues, root_cause, successful_approach, words,
    content='records', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'
);
INSERT INTO records_text (records_text) VALUES ('rebuild');

CREATE TRIGGER records_inserted AFTER INSERT ON records BEGIN
    INSERT INTO records_text (rowid, file_name, task_description, summaries, issues, root_cause, successful_approach, words)
    VALUES (new.id, new.file_name, new.task_description, new.summaries, new.issues, new.root_cause, new.successful_approach, new.words);
END;
CREATE TRIGGER records_deleted AFTER DELETE ON records BEGIN
    INSERT INTO records_text (records_text, rowid, file_name, task_description, summaries, issues, root_cause, successful_approach, words)
    VALUES ('delete', old.id, old.file_name, old.task_description, old.summaries, old.issues, old.root_cause, old.successful_approach, old.words);
END;
CREATE TRIGGER records_updated AFTER UPDATE ON records BEGIN
    INSERT INTO records_text (records_text, rowid, file_name, task_description, summaries, issues, root_cause, successful_approach, words)
    VALUES ('delete', old.id, old.file_name, old.task_description, old.summaries, old.issues, old.root_cause, old.successful_approach, old.words);
    INSERT INTO records_text (rowid, file_name, task_description, summaries, issues, root_cause, successful_approach, words)
    VALUES (new.id, new.file_name, new.task_description, new.summaries, new.issues, new.root_cause, new.successful_approach, new.words);
END;
