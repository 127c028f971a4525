-- Deleting only hides: what is deleted keeps all that belongs to it, and comes back whole.
ALTER TABLE sweep ADD COLUMN deleted_at BIGINT;
ALTER TABLE sweep ADD COLUMN tags VARCHAR DEFAULT '{}' NOT NULL; -- JSON
ALTER TABLE run ADD COLUMN deleted_at BIGINT;
ALTER TABLE run ALTER COLUMN superseded RENAME TO hidden; -- by a later attempt, or deleted
