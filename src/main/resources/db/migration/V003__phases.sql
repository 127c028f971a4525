-- What each run's time went to: JSON, seconds by phase. Epochs that were trained again count again.
ALTER TABLE run ADD COLUMN phases VARCHAR DEFAULT '{}' NOT NULL;
