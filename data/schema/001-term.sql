-- The term file, version 1: one file holds one term (届) of a committee.
-- Every table is STRICT. Tables named "append only" are never changed or shortened: triggers refuse it, REPLACE
-- included, and so does the authorizer of core/store. All others are recorded by a session, so that the log says
-- what each change did and `undo` can take it back.

CREATE TABLE term (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    title TEXT NOT NULL,                     -- 金华市政协第八届; '' where nobody said
    created TEXT NOT NULL,                   -- when, as clock.h writes it
    id_prefix TEXT NOT NULL,                 -- JH: what new ids begin with
    scheme TEXT NOT NULL REFERENCES content (hash), -- the text that the next plan uses
    scheme_file TEXT NOT NULL,               -- the name that its faults show
    settings TEXT NOT NULL,                  -- JSON: {"max_load":"3"}
    previous TEXT REFERENCES content (hash)  -- the last term's plan, as JSON of solve; NULL: there is none
) STRICT;

-- The greatest number ever given to a member. `undo` leaves it: no id is ever given twice.
CREATE TABLE given_id (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    last INTEGER NOT NULL CHECK (last >= 0)
) STRICT;

-- Texts by their SHA-256: schemes, rosters, plans. Append only.
CREATE TABLE content (
    hash TEXT PRIMARY KEY CHECK (length(hash) = 64),
    bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- 窗口. Merged windows point to what they became; plans and pins follow. No number is given twice.
CREATE TABLE window (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (name <> ''),
    full_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    position INTEGER,                        -- 排序
    convenor TEXT NOT NULL,                  -- 召集人
    liaison TEXT NOT NULL,                   -- 联络员
    phone TEXT NOT NULL,
    closed TEXT,                             -- 停用日期; NULL: open
    became INTEGER REFERENCES window (number) CHECK (became <> number)
) STRICT;
CREATE UNIQUE INDEX window_by_name ON window (name) WHERE closed IS NULL;

-- 委员. Nobody is deleted: who leaves keeps the row, with date and reason.
CREATE TABLE member (
    id TEXT PRIMARY KEY CHECK (id <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    gender TEXT NOT NULL,
    party TEXT NOT NULL,
    sector TEXT NOT NULL,
    window INTEGER REFERENCES window (number), -- NULL: exempt, or left
    county TEXT NOT NULL,
    unit TEXT NOT NULL,
    post TEXT NOT NULL,
    role TEXT NOT NULL,
    exempt TEXT NOT NULL,                    -- 免联系理由
    position INTEGER,                        -- 排序
    joined TEXT NOT NULL,                    -- 任职日期, '' where unknown
    leaving TEXT,                            -- 离任日期; NULL: still a member
    leaving_reason TEXT NOT NULL,
    became TEXT REFERENCES member (id) CHECK (became <> id) -- the successor, who takes the pairs over
) STRICT, WITHOUT ROWID;
CREATE INDEX member_by_name ON member (name);

-- Further columns of the roster, in their order, and their cells that are not empty.
CREATE TABLE further_column (
    number INTEGER PRIMARY KEY,
    heading TEXT NOT NULL UNIQUE CHECK (heading <> '')
) STRICT;
CREATE TABLE further_cell (
    member TEXT NOT NULL REFERENCES member (id),
    further INTEGER NOT NULL REFERENCES further_column (number),
    value TEXT NOT NULL CHECK (value <> ''),
    PRIMARY KEY (member, further)
) STRICT, WITHOUT ROWID;

-- 名单: every version as it was made. Append only; what became of it stands in plan_state.
CREATE TABLE plan (
    version INTEGER PRIMARY KEY,
    made TEXT NOT NULL,
    made_by TEXT NOT NULL,
    program TEXT NOT NULL,                   -- version of the program
    origin TEXT NOT NULL CHECK (origin IN ('solve', 'edit', 'restore', 'rebalance')),
    base INTEGER REFERENCES plan (version),  -- the version whose pairs the stage "change" compares with
    status TEXT NOT NULL CHECK (status IN ('optimal', 'feasible', 'edited')),
    pairs INTEGER NOT NULL CHECK (pairs >= 0)
) STRICT;
-- What a version was made from and what came out: roster, windows, scheme, settings, previous, pins, plan.
-- Append only.
CREATE TABLE plan_content (
    version INTEGER NOT NULL REFERENCES plan (version),
    name TEXT NOT NULL,
    hash TEXT NOT NULL REFERENCES content (hash),
    PRIMARY KEY (version, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE plan_stage (                    -- append only
    version INTEGER NOT NULL REFERENCES plan (version),
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    value INTEGER NOT NULL,
    bound INTEGER NOT NULL,
    PRIMARY KEY (version, number)
) STRICT, WITHOUT ROWID;
-- Append only; exactly one of the three targets. Members and windows are named, not referred to: one that was added by
-- mistake may be taken back, while the version that named it stays.
CREATE TABLE plan_pair (
    version INTEGER NOT NULL REFERENCES plan (version),
    number INTEGER NOT NULL,
    relation TEXT NOT NULL,
    source TEXT NOT NULL,
    member TEXT,
    window INTEGER,
    grouping TEXT,
    PRIMARY KEY (version, number),
    CHECK ((member IS NOT NULL) + (window IS NOT NULL) + (grouping IS NOT NULL) = 1)
) STRICT, WITHOUT ROWID;
-- What became of a version. None: taken back.
CREATE TABLE plan_state (
    version INTEGER PRIMARY KEY REFERENCES plan (version),
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'superseded', 'discarded')),
    at TEXT NOT NULL,
    basis TEXT NOT NULL                      -- 依据, of publishing
) STRICT;
CREATE UNIQUE INDEX one_published ON plan_state (state) WHERE state = 'published';
-- 备案 (四2).
CREATE TABLE filing (
    number INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES plan (version),
    at TEXT NOT NULL,
    office TEXT NOT NULL CHECK (office <> '')
) STRICT;

-- Pairs that plans must have (pin) or must not have (forbid). With `draft` it belongs to one draft (edit).
CREATE TABLE pin (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('pin', 'forbid')),
    relation TEXT,                           -- NULL: any that allows the pair
    source TEXT NOT NULL REFERENCES member (id),
    member TEXT REFERENCES member (id),
    window INTEGER REFERENCES window (number),
    grouping TEXT,
    reason TEXT NOT NULL,
    made TEXT NOT NULL,
    made_by TEXT NOT NULL,
    until TEXT,                              -- the last day; NULL: no end
    draft INTEGER REFERENCES plan (version),
    CHECK ((member IS NOT NULL) + (window IS NOT NULL) + (grouping IS NOT NULL) = 1)
) STRICT;

-- Answers to doubts that arose when lists were joined, so that each is asked once.
CREATE TABLE answer (
    doubt TEXT PRIMARY KEY,
    answer TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who did what when; each entry carries the hash of the one before. Append only.
CREATE TABLE log (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,                    -- the command: 'member leave'
    subject TEXT NOT NULL,                   -- what it concerns: ids, a version, a window
    reason TEXT NOT NULL,
    version INTEGER,                         -- the plan version that was published or current then
    detail TEXT NOT NULL,                    -- what else there is to say, as JSON
    changes BLOB NOT NULL,                   -- the changeset of the tables that are not append only
    undoes INTEGER REFERENCES log (number),  -- the entry that this one takes back
    before TEXT NOT NULL,                    -- hash of the entry before; '' for the first
    hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;

CREATE TRIGGER content_stays BEFORE UPDATE ON content BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER content_is_kept BEFORE DELETE ON content BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER plan_stays BEFORE UPDATE ON plan BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER plan_is_kept BEFORE DELETE ON plan BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER plan_content_stays BEFORE UPDATE ON plan_content BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER plan_content_is_kept BEFORE DELETE ON plan_content BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER plan_stage_stays BEFORE UPDATE ON plan_stage BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER plan_stage_is_kept BEFORE DELETE ON plan_stage BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER plan_pair_stays BEFORE UPDATE ON plan_pair BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER plan_pair_is_kept BEFORE DELETE ON plan_pair BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER log_stays BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER log_is_kept BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'append only'); END;
