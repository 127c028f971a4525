CREATE ALIAS need_lock FOR 'dev.trawl.store.database.WatchedMigration.needLock';
CALL need_lock(DATABASE_PATH());
DROP ALIAS need_lock;
