-- An epoch and its metrics are one row, and lists of runs come in the order of indexes that hold all they ask for.

-- What was recorded at once for a step of a run: an epoch, or what the test added to one.
-- The run and the step are in the id, which spares an index as long as the table.
CREATE TABLE epoch_point (
  id BIGINT PRIMARY KEY, -- run.id * 2^32 + step * 2, and 1 more for the test
  key_set_id INTEGER NOT NULL, -- metric_key_set.id
  recorded_at BIGINT NOT NULL,
  seconds DOUBLE PRECISION, -- that the epoch took; null for the test
  best BOOLEAN, -- so far; null for the test
  metric_values VARBINARY NOT NULL -- 8 bytes each, IEEE 754, big-endian, in the set's order
);

-- An epoch without metrics had no row among them.
INSERT INTO metric_key_set (key_ids)
SELECT ARRAY[] WHERE NOT EXISTS (SELECT 1 FROM metric_key_set WHERE CARDINALITY(key_ids) = 0);

INSERT INTO epoch_point
SELECT e.run_id * 4294967296 + e.number * 2, s.id, e.recorded_at, e.seconds, e.best, X''
FROM epoch e JOIN metric_key_set s ON CARDINALITY(s.key_ids) = 0
WHERE NOT EXISTS (SELECT 1 FROM metric_point p WHERE p.run_id = e.run_id AND p.step = e.number);

-- The test came after the epoch, at times within the same millisecond.
INSERT INTO epoch_point
SELECT p.run_id * 4294967296 + p.step * 2 + p.place, p.key_set_id, p.recorded_at,
  CASE WHEN p.place = 0 THEN e.seconds END, CASE WHEN p.place = 0 THEN e.best END, p.metric_values
FROM (
  SELECT m.*, ROW_NUMBER() OVER (
    PARTITION BY m.run_id, m.step ORDER BY m.recorded_at, ARRAY_CONTAINS(s.key_ids, k.id)) - 1 AS place
  FROM metric_point m JOIN metric_key_set s ON s.id = m.key_set_id
    LEFT JOIN metric_key k ON k.name = 'test_accuracy') p
JOIN epoch e ON e.run_id = p.run_id AND e.number = p.step;

DROP TABLE metric_point;
DROP TABLE epoch;
ALTER TABLE epoch_point RENAME TO metric_point;

CREATE TABLE shown_metric (
  run_id BIGINT NOT NULL REFERENCES run,
  key_id INTEGER NOT NULL, -- metric_key.id
  metric_value DOUBLE PRECISION NOT NULL,
  sweep_id BIGINT NOT NULL, -- the run's
  number INTEGER NOT NULL, -- the run's
  PRIMARY KEY (run_id, key_id)
);
INSERT INTO shown_metric SELECT run_id, key_id, metric_value, sweep_id, number FROM run_metric;
DROP TABLE run_metric;
ALTER TABLE shown_metric RENAME TO run_metric;
CREATE INDEX run_metric_order ON run_metric (sweep_id, key_id, metric_value, number, run_id);

CREATE TABLE sorted_parameter (
  run_id BIGINT NOT NULL REFERENCES run,
  key_id INTEGER NOT NULL, -- parameter_key.id
  numeric_value DOUBLE PRECISION,
  text_value VARCHAR NOT NULL, -- JSON
  sweep_id BIGINT NOT NULL, -- the run's
  number INTEGER NOT NULL, -- the run's
  PRIMARY KEY (run_id, key_id)
);
INSERT INTO sorted_parameter
SELECT run_id, key_id, numeric_value, text_value, sweep_id, number FROM run_parameter;
DROP TABLE run_parameter;
ALTER TABLE sorted_parameter RENAME TO run_parameter;
CREATE INDEX run_parameter_order
ON run_parameter (sweep_id, key_id, numeric_value, text_value, number, run_id);

DROP INDEX run_number;
DROP INDEX run_status;
DROP INDEX run_epochs;
DROP INDEX run_seconds;
DROP INDEX run_bands;
CREATE INDEX run_list ON run (sweep_id, superseded, number, status, band, epochs, seconds);

ALTER TABLE evaluation ALTER COLUMN confusion SET DATA TYPE VARCHAR;
