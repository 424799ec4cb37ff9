-- Version 2: what an office says once. Only adds: a table, and a last column of `term`.

-- Which heading of the office's lists is which column: 单位 is headed 工作单位及职务. heading '': no list has the column.
CREATE TABLE column_name (
    field TEXT NOT NULL CHECK (field <> ''),
    heading TEXT NOT NULL,
    PRIMARY KEY (field, heading)
) STRICT, WITHOUT ROWID;

-- What files say of single pairs (pairs import), as CSV; NULL: nothing. Versions keep theirs in plan_content.
ALTER TABLE term ADD COLUMN pairs TEXT REFERENCES content (hash);
