-- Everything that Trawl tracks. Times are milliseconds since 1970 (UTC); ids that people see are "uid".

CREATE TABLE sweep (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  uid VARCHAR(32) NOT NULL UNIQUE,
  name VARCHAR NOT NULL,
  description VARCHAR,
  status VARCHAR(16) NOT NULL,
  reason VARCHAR,
  source_file VARCHAR NOT NULL,
  source_text VARCHAR NOT NULL,
  source_overrides VARCHAR NOT NULL, -- JSON
  method VARCHAR(16) NOT NULL,
  model VARCHAR NOT NULL,
  seed BIGINT NOT NULL,
  metric_name VARCHAR NOT NULL,
  metric_goal VARCHAR(8) NOT NULL,
  metric_target DOUBLE PRECISION,
  thresholds VARCHAR NOT NULL, -- JSON
  planned_runs INTEGER,
  epochs INTEGER NOT NULL,
  dataset_name VARCHAR NOT NULL,
  dataset_sha256 VARCHAR(64) NOT NULL,
  train_images INTEGER NOT NULL,
  validation_images INTEGER NOT NULL,
  test_images INTEGER NOT NULL,
  height INTEGER NOT NULL,
  width INTEGER NOT NULL,
  channels INTEGER NOT NULL,
  labels VARCHAR NOT NULL, -- JSON
  created_at BIGINT NOT NULL,
  ended_at BIGINT,
  sequence BIGINT NOT NULL
);
CREATE INDEX sweep_name ON sweep (name, id);

-- Apart from the sweep, because a heartbeat comes every few seconds and is no change.
CREATE TABLE sweep_owner (
  sweep_id BIGINT PRIMARY KEY REFERENCES sweep,
  owner_uid VARCHAR NOT NULL,
  host VARCHAR NOT NULL,
  pid BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  heartbeat_at BIGINT NOT NULL
);

CREATE TABLE environment (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sha256 VARCHAR(64) NOT NULL UNIQUE,
  entries VARCHAR NOT NULL -- JSON
);

-- One row is one Run: "metrics", "seconds" and "score" repeat what "metric" and "epoch" say, so that a list is one scan.
CREATE TABLE run (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  uid VARCHAR(32) NOT NULL UNIQUE,
  sweep_id BIGINT NOT NULL REFERENCES sweep,
  number INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  superseded BOOLEAN NOT NULL, -- by a later attempt
  status VARCHAR(16) NOT NULL,
  reason VARCHAR,
  parameters VARCHAR NOT NULL, -- JSON
  seed BIGINT NOT NULL,
  environment_id BIGINT NOT NULL REFERENCES environment,
  tags VARCHAR NOT NULL, -- JSON
  metrics VARCHAR NOT NULL, -- JSON, those of the best epoch
  epochs INTEGER NOT NULL,
  best_epoch INTEGER,
  score DOUBLE PRECISION, -- the sweep's metric at the best epoch, turned so that less is better; null for NaN
  band INTEGER,
  seconds DOUBLE PRECISION NOT NULL,
  seconds_outside_epochs DOUBLE PRECISION NOT NULL,
  created_at BIGINT NOT NULL,
  started_at BIGINT,
  ended_at BIGINT,
  sequence BIGINT NOT NULL,
  UNIQUE (sweep_id, number, attempt)
);
CREATE INDEX run_changed ON run (sweep_id, sequence);
CREATE INDEX run_ranking ON run (sweep_id, superseded, status, score, number);
CREATE INDEX run_bands ON run (sweep_id, superseded, status, band);

CREATE TABLE parameter_key (
  id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name VARCHAR NOT NULL UNIQUE
);

-- What runs are sorted by; the values themselves are in run.parameters.
CREATE TABLE run_parameter (
  run_id BIGINT NOT NULL REFERENCES run,
  key_id INTEGER NOT NULL REFERENCES parameter_key,
  numeric_value DOUBLE PRECISION,
  text_value VARCHAR NOT NULL, -- JSON
  PRIMARY KEY (run_id, key_id)
);

CREATE TABLE epoch (
  run_id BIGINT NOT NULL REFERENCES run,
  number INTEGER NOT NULL,
  seconds DOUBLE PRECISION NOT NULL,
  best BOOLEAN NOT NULL, -- so far
  recorded_at BIGINT NOT NULL,
  PRIMARY KEY (run_id, number)
);

CREATE TABLE metric_key (
  id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name VARCHAR NOT NULL UNIQUE
);

CREATE TABLE metric (
  run_id BIGINT NOT NULL REFERENCES run,
  key_id INTEGER NOT NULL REFERENCES metric_key,
  step INTEGER NOT NULL,
  metric_value DOUBLE PRECISION NOT NULL,
  recorded_at BIGINT NOT NULL,
  PRIMARY KEY (run_id, key_id, step)
);

-- The bytes are committed alone, before the checkpoint that names them: a chunk of the file that holds
-- nothing but a dropped checkpoint is free again, one that also holds a page of metrics is not.
CREATE TABLE checkpoint_model (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id BIGINT NOT NULL REFERENCES run,
  data BINARY LARGE OBJECT NOT NULL
);

CREATE TABLE checkpoint (
  run_id BIGINT NOT NULL REFERENCES run,
  epoch INTEGER NOT NULL,
  model_id BIGINT NOT NULL REFERENCES checkpoint_model,
  bytes BIGINT NOT NULL,
  sha256 VARCHAR(64) NOT NULL,
  state VARCHAR NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (run_id, epoch)
);

CREATE TABLE evaluation (
  run_id BIGINT PRIMARY KEY REFERENCES run,
  loss DOUBLE PRECISION NOT NULL,
  confusion CHARACTER LARGE OBJECT NOT NULL -- JSON
);

CREATE TABLE stop_request (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sweep_id BIGINT NOT NULL REFERENCES sweep,
  run_id BIGINT REFERENCES run, -- null: the whole sweep
  requested_at BIGINT NOT NULL
);
CREATE INDEX stop_request_sweep ON stop_request (sweep_id);

-- Locked first by every transaction that changes something: so numbers rise in the order of commits.
CREATE TABLE change_counter (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  sequence BIGINT NOT NULL
);
INSERT INTO change_counter VALUES (1, 0);

CREATE TABLE change (
  sequence BIGINT PRIMARY KEY,
  kind VARCHAR(8) NOT NULL,
  sweep_id BIGINT NOT NULL,
  run_id BIGINT,
  operation UUID NOT NULL -- the transaction: tells a retry that it was committed after all
);
