CREATE TABLE t (id INTEGER PRIMARY KEY, binary JSONB, broken JSON, nan JSON, twice JSON, big JSON);
INSERT INTO t VALUES (1, jsonb('{"a": [1, 2]}'), '{"a": 1}', '[1]', '{"a": 1, "a": 2}', '[9007199254740993, 1e400, 0.1]');
INSERT INTO t VALUES (2, NULL, '{bad', '[NaN]', '{}', '123456789012345678901234567890');
