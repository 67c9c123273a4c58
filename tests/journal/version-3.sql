-- A journal as version 3 of the file wrote it; never to be edited.
CREATE TABLE actions (
            run INTEGER NOT NULL REFERENCES runs,
            number INTEGER NOT NULL,
            data TEXT NOT NULL, at TEXT,
            PRIMARY KEY (run, number)
        ) WITHOUT ROWID
        ;
INSERT INTO "actions" VALUES(4,1,'{"do": "go-on"}','2025-01-02T03:03:01.000+00:00');
INSERT INTO "actions" VALUES(4,2,'{"do": "call", "scene": "hall", "call": "lead"}','2025-01-02T03:04:02.000+00:00');
INSERT INTO "actions" VALUES(4,3,'{"do": "choose", "scene": "hall", "choice": "wait"}','2025-01-02T03:04:03.000+00:00');
CREATE TABLE room_acts (
            room INTEGER NOT NULL REFERENCES rooms,
            number INTEGER NOT NULL,
            data TEXT NOT NULL,
            PRIMARY KEY (room, number)
        ) WITHOUT ROWID
        ;
CREATE TABLE rooms (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            code TEXT NOT NULL,
            scenario TEXT NOT NULL,
            title TEXT NOT NULL,
            source TEXT,
            seed TEXT NOT NULL,
            started TEXT NOT NULL,
            touched TEXT NOT NULL,
            stage TEXT NOT NULL
        );
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
INSERT INTO "runs" VALUES(4,3,'short','A Short Story',NULL,'7','2025-01-02T03:04:05.678+00:00','2025-01-02T03:05:06.789+00:00','outcome',1,NULL);
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "settings" VALUES('theme','light');
CREATE TABLE superseded (
            run INTEGER NOT NULL REFERENCES runs,
            number INTEGER NOT NULL,
            data TEXT NOT NULL,
            replaced TEXT NOT NULL
        , at TEXT);
PRAGMA application_id = 843604340;
PRAGMA user_version = 3;
