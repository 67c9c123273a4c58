-- A journal as version 1 of the file wrote it; never to be edited.
CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    revision INTEGER NOT NULL,
    scenario TEXT NOT NULL,
    title TEXT NOT NULL,
    source TEXT,
    seed TEXT NOT NULL,
    started TEXT NOT NULL,
    touched TEXT NOT NULL,
    phase TEXT NOT NULL,
    scenes INTEGER NOT NULL,
    points REAL
);
CREATE TABLE actions (
    run INTEGER NOT NULL REFERENCES runs,
    number INTEGER NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (run, number)
) WITHOUT ROWID;
CREATE TABLE superseded (
    run INTEGER NOT NULL REFERENCES runs,
    number INTEGER NOT NULL,
    data TEXT NOT NULL,
    replaced TEXT NOT NULL
);
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO runs VALUES (
    4, 3, 'short', 'A Short Story', NULL, '7',
    '2025-01-02T03:04:05.678+00:00', '2025-01-02T03:05:06.789+00:00', 'outcome', 1, NULL
);
INSERT INTO actions VALUES
    (4, 1, '{"do": "go-on"}'),
    (4, 2, '{"do": "call", "scene": "hall", "call": "lead"}'),
    (4, 3, '{"do": "choose", "scene": "hall", "choice": "wait"}');
INSERT INTO settings VALUES ('theme', 'light');
PRAGMA application_id = 843604340;
PRAGMA user_version = 1;
