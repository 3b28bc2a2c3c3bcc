-- SPDX-FileCopyrightText: 2026 The Stepladder authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- What became of the attempts that followed an article.
CREATE TABLE article_uses (
    article TEXT NOT NULL,
    run TEXT NOT NULL,
    step TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    succeeded INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    PRIMARY KEY (article, run, step, epoch, attempt)
) WITHOUT ROWID;
