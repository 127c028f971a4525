CREATE ALIAS need_lock FOR 'dev.trawl.store.WatchedMigration.needLock';
CALL need_lock(DATABASE_PATH());
DROP ALIAS need_lock;
