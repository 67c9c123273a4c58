-- A journal as version 7 of the file wrote it; never to be edited.
BEGIN TRANSACTION;
CREATE TABLE actions (
            run INTEGER NOT NULL REFERENCES runs,
            number INTEGER NOT NULL,
            data TEXT NOT NULL, at TEXT,
            PRIMARY KEY (run, number)
        ) WITHOUT ROWID
        ;
INSERT INTO "actions" VALUES(1,1,'{"do": "go-on"}','2025-03-04T12:00:03.000+00:00');
INSERT INTO "actions" VALUES(1,2,'{"do": "call", "scene": "smoke", "call": "manage-then-lead"}','2025-03-04T12:00:04.000+00:00');
INSERT INTO "actions" VALUES(1,3,'{"do": "confide", "scene": "smoke", "confidence": "guess"}','2025-03-04T12:00:05.000+00:00');
INSERT INTO "actions" VALUES(1,4,'{"do": "confide", "scene": "smoke", "confidence": "fairly"}','2025-03-04T12:00:06.000+00:00');
INSERT INTO "actions" VALUES(1,5,'{"do": "choose", "scene": "smoke", "choice": "doctor"}','2025-03-04T12:00:07.000+00:00');
INSERT INTO "actions" VALUES(1,6,'{"do": "go-on"}','2025-03-04T12:00:08.000+00:00');
INSERT INTO "actions" VALUES(1,7,'{"do": "go-on"}','2025-03-04T12:00:11.000+00:00');
INSERT INTO "actions" VALUES(1,8,'{"do": "call", "scene": "corridor", "call": "lead"}','2025-03-04T12:00:12.000+00:00');
INSERT INTO "actions" VALUES(1,9,'{"do": "choose", "scene": "corridor", "choice": "tell"}','2025-03-04T12:00:13.000+00:00');
INSERT INTO "actions" VALUES(1,10,'{"do": "go-on"}','2025-03-04T12:00:14.000+00:00');
INSERT INTO "actions" VALUES(1,11,'{"do": "go-on"}','2025-03-04T12:00:15.000+00:00');
INSERT INTO "actions" VALUES(2,1,'{"do": "go-on"}','2025-03-04T12:00:19.000+00:00');
INSERT INTO "actions" VALUES(2,2,'{"do": "call", "scene": "smoke", "call": "lead"}','2025-03-04T12:00:20.000+00:00');
INSERT INTO "actions" VALUES(2,3,'{"do": "confide", "scene": "smoke", "confidence": "sure"}','2025-03-04T12:00:21.000+00:00');
INSERT INTO "actions" VALUES(3,1,'{"do": "call", "scene": "corridor", "call": "lead"}','2025-03-04T12:00:23.000+00:00');
INSERT INTO "actions" VALUES(3,2,'{"do": "choose", "scene": "corridor", "choice": "tell"}','2025-03-04T12:00:24.000+00:00');
INSERT INTO "actions" VALUES(3,3,'{"do": "go-on"}','2025-03-04T12:00:25.000+00:00');
INSERT INTO "actions" VALUES(3,4,'{"do": "go-on"}','2025-03-04T12:00:26.000+00:00');
INSERT INTO "actions" VALUES(4,1,'{"do": "call", "scene": "deck", "call": "manage-then-lead"}','2025-03-04T12:00:28.000+00:00');
INSERT INTO "actions" VALUES(5,1,'{"do": "go-on"}','2025-03-04T12:00:32.000+00:00');
INSERT INTO "actions" VALUES(5,2,'{"do": "call", "scene": "smoke", "call": "manage"}','2025-03-04T12:00:33.000+00:00');
INSERT INTO "actions" VALUES(5,3,'{"do": "choose", "scene": "smoke", "choice": "doctor"}','2025-03-04T12:00:34.000+00:00');
INSERT INTO "actions" VALUES(5,4,'{"do": "go-on"}','2025-03-04T12:00:35.000+00:00');
INSERT INTO "actions" VALUES(5,5,'{"do": "go-on"}','2025-03-04T12:00:36.000+00:00');
INSERT INTO "actions" VALUES(5,6,'{"do": "call", "scene": "corridor", "call": "lead"}','2025-03-04T12:00:37.000+00:00');
INSERT INTO "actions" VALUES(5,7,'{"do": "choose", "scene": "corridor", "choice": "tell"}','2025-03-04T12:00:38.000+00:00');
INSERT INTO "actions" VALUES(5,8,'{"do": "go-on"}','2025-03-04T12:00:39.000+00:00');
INSERT INTO "actions" VALUES(5,9,'{"do": "go-on"}','2025-03-04T12:00:40.000+00:00');
INSERT INTO "actions" VALUES(6,1,'{"do": "go-on"}','2025-03-04T12:00:45.000+00:00');
INSERT INTO "actions" VALUES(6,2,'{"do": "call", "scene": "quay", "call": "lead"}','2025-03-04T12:00:46.000+00:00');
INSERT INTO "actions" VALUES(6,3,'{"do": "choose", "scene": "quay", "choice": "list"}','2025-03-04T12:00:47.000+00:00');
CREATE TABLE afterthoughts (
            run INTEGER NOT NULL REFERENCES runs,
            number INTEGER NOT NULL,
            data TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (run, number)
        ) WITHOUT ROWID
        ;
INSERT INTO "afterthoughts" VALUES(1,1,'{"did": "walk", "scene": "smoke", "choice": "card"}','2025-03-04T12:00:09.000+00:00');
INSERT INTO "afterthoughts" VALUES(1,2,'{"did": "point", "scene": "smoke", "line": "21865641e3de5fa3"}','2025-03-04T12:00:10.000+00:00');
INSERT INTO "afterthoughts" VALUES(1,3,'{"did": "resolve", "dimension": "focus", "pole": "lead", "skill": "courage"}','2025-03-04T12:00:16.000+00:00');
INSERT INTO "afterthoughts" VALUES(1,4,'{"did": "walk", "scene": "corridor", "choice": "list"}','2025-03-04T12:00:17.000+00:00');
CREATE TABLE campaigns (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            campaign TEXT NOT NULL,
            title TEXT NOT NULL,
            source TEXT,
            seed TEXT NOT NULL,
            postings INTEGER NOT NULL,
            started TEXT NOT NULL,
            touched TEXT NOT NULL
        );
INSERT INTO "campaigns" VALUES(1,'rounds','The Rounds',NULL,'11',2,'2025-03-04T12:00:29.000+00:00','2025-03-04T12:00:43.000+00:00');
CREATE TABLE picks (
            campaign INTEGER NOT NULL REFERENCES campaigns,
            posting TEXT NOT NULL,
            practice TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (campaign, posting)
        ) WITHOUT ROWID
        ;
INSERT INTO "picks" VALUES(1,'ferry','communication','2025-03-04T12:00:43.000+00:00');
CREATE TABLE room_acts (
            room INTEGER NOT NULL REFERENCES rooms,
            number INTEGER NOT NULL,
            data TEXT NOT NULL,
            PRIMARY KEY (room, number)
        ) WITHOUT ROWID
        ;
INSERT INTO "room_acts" VALUES(1,1,'{"do": "Join", "seat": "s0", "name": "Name 0", "table": 0}');
INSERT INTO "room_acts" VALUES(1,2,'{"do": "Join", "seat": "s1", "name": "Name 1", "table": 1}');
INSERT INTO "room_acts" VALUES(1,3,'{"do": "Join", "seat": "s2", "name": "Name 2", "table": 2}');
INSERT INTO "room_acts" VALUES(1,4,'{"do": "Join", "seat": "s3", "name": "Name 3", "table": 0}');
INSERT INTO "room_acts" VALUES(1,5,'{"do": "Deal"}');
INSERT INTO "room_acts" VALUES(1,6,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(1,7,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(1,8,'{"do": "Decide", "option": "lead"}');
INSERT INTO "room_acts" VALUES(1,9,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(1,10,'{"do": "Decide", "option": "doctor"}');
INSERT INTO "room_acts" VALUES(1,11,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(1,12,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(1,13,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(1,14,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(1,15,'{"do": "Decide", "option": "lead"}');
INSERT INTO "room_acts" VALUES(1,16,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(1,17,'{"do": "Decide", "option": "tell"}');
INSERT INTO "room_acts" VALUES(1,18,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(1,19,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(1,20,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(1,21,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(1,22,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(1,23,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(1,24,'{"do": "Share", "seat": "s0", "text": "Ask first."}');
INSERT INTO "room_acts" VALUES(1,25,'{"do": "Share", "seat": "s1", "text": "8fcd5dd45524e8a8"}');
INSERT INTO "room_acts" VALUES(1,26,'{"do": "TakeDown", "text": "8fcd5dd45524e8a8"}');
INSERT INTO "room_acts" VALUES(1,27,'{"do": "Share", "seat": "s2", "text": "Write it down."}');
INSERT INTO "room_acts" VALUES(1,28,'{"do": "Share", "seat": "s2", "text": ""}');
INSERT INTO "room_acts" VALUES(1,29,'{"do": "GoOn", "anyway": false}');
INSERT INTO "room_acts" VALUES(2,1,'{"do": "Join", "seat": "s0", "name": "Ana", "table": 1}');
INSERT INTO "room_acts" VALUES(2,2,'{"do": "Join", "seat": "s1", "name": "", "table": 0}');
INSERT INTO "room_acts" VALUES(2,3,'{"do": "Join", "seat": "s2", "name": "Ana", "table": 1}');
INSERT INTO "room_acts" VALUES(2,4,'{"do": "Join", "seat": "s3", "name": "", "table": 2}');
INSERT INTO "room_acts" VALUES(2,5,'{"do": "TakeRole", "seat": "s0", "role": "samer"}');
INSERT INTO "room_acts" VALUES(2,6,'{"do": "TakeRole", "seat": "s3", "role": "observer"}');
INSERT INTO "room_acts" VALUES(2,7,'{"do": "Deal"}');
INSERT INTO "room_acts" VALUES(2,8,'{"do": "Heads", "count": 3}');
INSERT INTO "room_acts" VALUES(2,9,'{"do": "Rounds", "count": 3}');
INSERT INTO "room_acts" VALUES(2,10,'{"do": "ShowFirst", "on": true}');
INSERT INTO "room_acts" VALUES(2,11,'{"do": "Lock", "on": true}');
INSERT INTO "room_acts" VALUES(2,12,'{"do": "Lock", "on": false}');
INSERT INTO "room_acts" VALUES(2,13,'{"do": "Join", "seat": "s4", "name": "Late", "table": 0}');
INSERT INTO "room_acts" VALUES(2,14,'{"do": "Remove", "seat": "s4", "on": true}');
INSERT INTO "room_acts" VALUES(2,15,'{"do": "Join", "seat": "s5", "name": "", "table": 0}');
INSERT INTO "room_acts" VALUES(2,16,'{"do": "Remove", "seat": "s5", "on": true}');
INSERT INTO "room_acts" VALUES(2,17,'{"do": "Remove", "seat": "s5", "on": false}');
INSERT INTO "room_acts" VALUES(2,18,'{"do": "Lock", "on": true}');
INSERT INTO "room_acts" VALUES(2,19,'{"do": "GoOn", "anyway": false}');
INSERT INTO "room_acts" VALUES(2,20,'{"do": "GoOn", "anyway": false}');
INSERT INTO "room_acts" VALUES(2,21,'{"do": "Vote", "seat": "s0", "ballot": "1.smoke.call.1", "option": "lead"}');
INSERT INTO "room_acts" VALUES(2,22,'{"do": "Vote", "seat": "s1", "ballot": "1.smoke.call.1", "option": "manage"}');
INSERT INTO "room_acts" VALUES(2,23,'{"do": "Hands", "ballot": "1.smoke.call.1", "counts": [1, 2]}');
INSERT INTO "room_acts" VALUES(2,24,'{"do": "Timer", "until": 1741000000.5}');
INSERT INTO "room_acts" VALUES(2,25,'{"do": "Pause", "on": true}');
INSERT INTO "room_acts" VALUES(2,26,'{"do": "Pause", "on": false}');
INSERT INTO "room_acts" VALUES(2,27,'{"do": "Reveal", "anyway": true}');
INSERT INTO "room_acts" VALUES(2,28,'{"do": "Reopen"}');
INSERT INTO "room_acts" VALUES(2,29,'{"do": "Vote", "seat": "s2", "ballot": "1.smoke.call.1", "option": "manage"}');
INSERT INTO "room_acts" VALUES(2,30,'{"do": "Talk", "anyway": true}');
INSERT INTO "room_acts" VALUES(2,31,'{"do": "GoOn", "anyway": false}');
INSERT INTO "room_acts" VALUES(2,32,'{"do": "Vote", "seat": "s0", "ballot": "1.smoke.call.2", "option": "lead"}');
INSERT INTO "room_acts" VALUES(2,33,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(2,34,'{"do": "Decide", "option": "lead"}');
INSERT INTO "room_acts" VALUES(2,35,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(2,36,'{"do": "Decide", "option": "doctor"}');
INSERT INTO "room_acts" VALUES(2,37,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(2,38,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(2,39,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(2,40,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(2,41,'{"do": "Decide", "option": "lead"}');
INSERT INTO "room_acts" VALUES(2,42,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(2,43,'{"do": "Decide", "option": "tell"}');
INSERT INTO "room_acts" VALUES(2,44,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(2,45,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(2,46,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(2,47,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(2,48,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(2,49,'{"do": "GoOn", "anyway": true}');
INSERT INTO "room_acts" VALUES(2,50,'{"do": "Share", "seat": "s0", "text": "Stand still first."}');
INSERT INTO "room_acts" VALUES(2,51,'{"do": "Undo"}');
INSERT INTO "room_acts" VALUES(2,52,'{"do": "Undo"}');
INSERT INTO "room_acts" VALUES(2,53,'{"do": "Undo"}');
INSERT INTO "room_acts" VALUES(2,54,'{"do": "Undo"}');
INSERT INTO "room_acts" VALUES(2,55,'{"do": "Undo"}');
INSERT INTO "room_acts" VALUES(2,56,'{"do": "Undo"}');
INSERT INTO "room_acts" VALUES(2,57,'{"do": "Undo"}');
INSERT INTO "room_acts" VALUES(2,58,'{"do": "Undo"}');
INSERT INTO "room_acts" VALUES(2,59,'{"do": "Undo"}');
INSERT INTO "room_acts" VALUES(2,60,'{"do": "Undo"}');
INSERT INTO "room_acts" VALUES(2,61,'{"do": "Undo"}');
INSERT INTO "room_acts" VALUES(2,62,'{"do": "Undo"}');
INSERT INTO "room_acts" VALUES(2,63,'{"do": "Undo"}');
INSERT INTO "room_acts" VALUES(2,64,'{"do": "Undo"}');
INSERT INTO "room_acts" VALUES(2,65,'{"do": "Vote", "seat": "s0", "ballot": "1.smoke.choice.1", "option": "card"}');
INSERT INTO "room_acts" VALUES(2,66,'{"do": "Vote", "seat": "s1", "ballot": "1.smoke.choice.1", "option": "doctor"}');
INSERT INTO "room_acts" VALUES(2,67,'{"do": "Vote", "seat": "s0", "ballot": "1.smoke.choice.1", "option": "doctor"}');
INSERT INTO "room_acts" VALUES(2,68,'{"do": "Hands", "ballot": "1.smoke.choice.1", "counts": [1]}');
INSERT INTO "room_acts" VALUES(2,69,'{"do": "Timer", "until": 1741000600}');
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
        , consoles TEXT NOT NULL DEFAULT '');
INSERT INTO "rooms" VALUES(1,'AB2CD','ward','Smoke on Ward Six',NULL,'5','2025-03-04T12:00:48.000+00:00','2025-03-04T12:01:17.000+00:00','over','');
INSERT INTO "rooms" VALUES(2,'K7QFA','ward','Smoke on Ward Six','/somewhere/ward.yaml','36893488147419103232','2025-03-04T12:01:18.000+00:00','2025-03-04T12:02:28.000+00:00','vote','d1 d2');
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
        , campaign INTEGER REFERENCES campaigns, alone TEXT);
INSERT INTO "runs" VALUES(1,12,'ward','Smoke on Ward Six',NULL,'1180591620717411303425','2025-03-04T12:00:00.000+00:00','2025-03-04T12:00:15.000+00:00','ending',2,55.0,NULL,NULL);
INSERT INTO "runs" VALUES(2,2,'ward','Smoke on Ward Six','/somewhere/ward.yaml','7','2025-03-04T12:00:18.000+00:00','2025-03-04T12:00:21.000+00:00','choice',0,NULL,NULL,NULL);
INSERT INTO "runs" VALUES(3,3,'ward','Smoke on Ward Six',NULL,'3','2025-03-04T12:00:22.000+00:00','2025-03-04T12:00:26.000+00:00','ending',1,80.0,NULL,'corridor');
INSERT INTO "runs" VALUES(4,0,'ferry','The Late Ferry',NULL,'3','2025-03-04T12:00:27.000+00:00','2025-03-04T12:00:28.000+00:00','choice',0,NULL,NULL,'deck');
INSERT INTO "runs" VALUES(5,8,'ward','Smoke on Ward Six',NULL,'11','2025-03-04T12:00:31.000+00:00','2025-03-04T12:00:40.000+00:00','ending',2,50.0,1,NULL);
INSERT INTO "runs" VALUES(6,2,'ferry','The Late Ferry',NULL,'11','2025-03-04T12:00:44.000+00:00','2025-03-04T12:00:47.000+00:00','outcome',1,NULL,1,NULL);
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "settings" VALUES('plan','When everybody knows it and nobody says it, I say the hard thing today, to the person it concerns.');
INSERT INTO "settings" VALUES('theme','light');
CREATE TABLE superseded (
            run INTEGER NOT NULL REFERENCES runs,
            number INTEGER NOT NULL,
            data TEXT NOT NULL,
            replaced TEXT NOT NULL
        , at TEXT);
INSERT INTO "superseded" VALUES(1,1,'{"do": "go-on"}','2025-03-04T12:00:02.000+00:00','2025-03-04T12:00:01.000+00:00');
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('runs',6);
INSERT INTO "sqlite_sequence" VALUES('campaigns',1);
INSERT INTO "sqlite_sequence" VALUES('rooms',2);
COMMIT;
PRAGMA application_id = 843604340;
PRAGMA user_version = 7;
