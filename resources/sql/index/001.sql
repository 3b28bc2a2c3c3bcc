-- All runs of this machine: list, day ledger, open requests.
CREATE TABLE run (
    id TEXT PRIMARY KEY,
    task TEXT NOT NULL,
    language TEXT NOT NULL,
    workspace TEXT NOT NULL,
    branch TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT NOT NULL,
    counts TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    spent INTEGER NOT NULL,
    reserved INTEGER NOT NULL,
    paid_calls INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    seq INTEGER NOT NULL
);
CREATE INDEX run_created ON run (created);
CREATE TABLE spending (
    day TEXT NOT NULL,
    run TEXT NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (day, run)
);
CREATE TABLE request (
    id TEXT PRIMARY KEY,
    run TEXT NOT NULL,
    state TEXT NOT NULL,
    created INTEGER NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX request_state ON request (state, created);
