-- A journal as version 11 of the file wrote it, with a half-played room; never to be edited.
PRAGMA application_id = 843604340;
PRAGMA user_version = 11;
BEGIN TRANSACTION;
CREATE TABLE actions (
            run INTEGER NOT NULL REFERENCES runs,
            number INTEGER NOT NULL,
            data TEXT NOT NULL, at TEXT,
            PRIMARY KEY (run, number)
        ) WITHOUT ROWID
        ;
CREATE TABLE afterthoughts (
            run INTEGER NOT NULL REFERENCES runs,
            number INTEGER NOT NULL,
            data TEXT NOT NULL,
            at TEXT NOT NULL, checksum TEXT,
            PRIMARY KEY (run, number)
        ) WITHOUT ROWID
        ;
CREATE TABLE campaigns (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            campaign TEXT NOT NULL,
            title TEXT NOT NULL,
            source TEXT,
            seed TEXT NOT NULL,
            postings INTEGER NOT NULL,
            started TEXT NOT NULL,
            touched TEXT NOT NULL
        , written INTEGER NOT NULL DEFAULT 0, contents TEXT, checksum TEXT);
CREATE TABLE derived_answers (
            run INTEGER NOT NULL REFERENCES runs,
            number INTEGER NOT NULL,
            step INTEGER NOT NULL,
            scene TEXT NOT NULL,
            choice TEXT NOT NULL,
            again INTEGER NOT NULL,
            sides TEXT NOT NULL,
            sure INTEGER NOT NULL,
            PRIMARY KEY (run, number)
        ) WITHOUT ROWID
        ;
CREATE TABLE derived_runs (
            run INTEGER PRIMARY KEY REFERENCES runs,
            revision INTEGER NOT NULL,
            fingerprint TEXT NOT NULL
        , checksum TEXT);
CREATE TABLE picks (
            campaign INTEGER NOT NULL REFERENCES campaigns,
            posting TEXT NOT NULL,
            practice TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (campaign, posting)
        ) WITHOUT ROWID
        ;
CREATE TABLE room_acts (
            room INTEGER NOT NULL REFERENCES rooms,
            number INTEGER NOT NULL,
            data TEXT NOT NULL,
            PRIMARY KEY (room, number)
        ) WITHOUT ROWID
        ;
INSERT INTO "room_acts" VALUES(1,1,'{"do": "join", "seat": "seat-000", "name": "", "table": 0}');
INSERT INTO "room_acts" VALUES(1,2,'{"do": "join", "seat": "seat-001", "name": "", "table": 0}');
INSERT INTO "room_acts" VALUES(1,3,'{"do": "join", "seat": "seat-002", "name": "", "table": 0}');
INSERT INTO "room_acts" VALUES(1,4,'{"do": "join", "seat": "seat-003", "name": "", "table": 0}');
INSERT INTO "room_acts" VALUES(1,5,'{"do": "go-on", "anyway": false}');
INSERT INTO "room_acts" VALUES(1,6,'{"do": "go-on", "anyway": false}');
INSERT INTO "room_acts" VALUES(1,7,'{"do": "vote", "seat": "seat-000", "ballot": "1.hall.call.1", "option": "lead"}');
INSERT INTO "room_acts" VALUES(1,8,'{"do": "vote", "seat": "seat-001", "ballot": "1.hall.call.1", "option": "lead"}');
INSERT INTO "room_acts" VALUES(1,9,'{"do": "vote", "seat": "seat-002", "ballot": "1.hall.call.1", "option": "lead"}');
INSERT INTO "room_acts" VALUES(1,10,'{"do": "vote", "seat": "seat-003", "ballot": "1.hall.call.1", "option": "lead"}');
INSERT INTO "room_acts" VALUES(1,11,'{"do": "go-on", "anyway": false}');
INSERT INTO "room_acts" VALUES(1,12,'{"do": "vote", "seat": "seat-000", "ballot": "1.hall.choice.1", "option": "good"}');
INSERT INTO "room_acts" VALUES(1,13,'{"do": "vote", "seat": "seat-001", "ballot": "1.hall.choice.1", "option": "good"}');
INSERT INTO "room_acts" VALUES(1,14,'{"do": "vote", "seat": "seat-002", "ballot": "1.hall.choice.1", "option": "good"}');
INSERT INTO "room_acts" VALUES(1,15,'{"do": "vote", "seat": "seat-003", "ballot": "1.hall.choice.1", "option": "good"}');
INSERT INTO "room_acts" VALUES(1,16,'{"do": "go-on", "anyway": false}');
INSERT INTO "room_acts" VALUES(1,17,'{"do": "go-on", "anyway": false}');
INSERT INTO "room_acts" VALUES(1,18,'{"do": "vote", "seat": "seat-000", "ballot": "1.hall.choice.2", "option": "poor"}');
INSERT INTO "room_acts" VALUES(1,19,'{"do": "go-on", "anyway": true}');
INSERT INTO "room_acts" VALUES(1,20,'{"do": "go-on", "anyway": false}');
INSERT INTO "room_acts" VALUES(1,21,'{"do": "go-on", "anyway": false}');
INSERT INTO "room_acts" VALUES(1,22,'{"do": "go-on", "anyway": false}');
INSERT INTO "room_acts" VALUES(1,23,'{"do": "go-on", "anyway": false}');
INSERT INTO "room_acts" VALUES(1,24,'{"do": "vote", "seat": "seat-001", "ballot": "2.yard.call.1", "option": "manage"}');
INSERT INTO "room_acts" VALUES(1,25,'{"do": "timer", "until": 12.5}');
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
        , consoles TEXT NOT NULL DEFAULT '', written INTEGER NOT NULL DEFAULT 0, contents TEXT, checksum TEXT);
INSERT INTO "rooms" VALUES(1,'K7QFA','example','An Example',NULL,'1','2026-11-29T17:56:11.061+00:00','2026-11-29T17:56:11.063+00:00','vote','',1,'dc5718a82558f226','acf38d125a38840d');
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
        , campaign INTEGER REFERENCES campaigns, alone TEXT, written INTEGER NOT NULL DEFAULT 0, contents TEXT, checksum TEXT);
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL, checksum TEXT) WITHOUT ROWID;
CREATE TABLE superseded (
            run INTEGER NOT NULL REFERENCES runs,
            number INTEGER NOT NULL,
            data TEXT NOT NULL,
            replaced TEXT NOT NULL
        , at TEXT);
CREATE INDEX runs_written ON runs (written);
CREATE INDEX rooms_written ON rooms (written);
CREATE INDEX campaigns_written ON campaigns (written);
CREATE INDEX runs_of_campaigns ON runs (campaign) WHERE campaign IS NOT NULL;
CREATE INDEX runs_answered ON runs (scenario) WHERE scenes != 0 AND alone IS NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('rooms',1);
COMMIT;
