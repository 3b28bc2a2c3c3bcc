-- What is set aside for calls under way, so that the day's cap holds over runs that run at once. A process that dies
-- leaves its own behind: it counts until the run goes on and charges it.
CREATE TABLE reservation (
    run TEXT NOT NULL,
    key TEXT NOT NULL,
    day TEXT NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (run, key)
);
