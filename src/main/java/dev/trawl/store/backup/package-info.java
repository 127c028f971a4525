/**
 * What is done with a database as a whole, beside what is tracked in it: backup, restore, repair
 * and compaction. One of the store's two doors.
 *
 * <p>Open {@link dev.trawl.store.backup.DatabaseBackup} first, then {@link
 * dev.trawl.store.backup.DatabaseRepair}. Uses {@code store.table} for what a whole database holds,
 * {@code store.database} and {@code store.file}, and {@code track} for damage and exceptions.
 */
@NullMarked
package dev.trawl.store.backup;

import org.jspecify.annotations.NullMarked;
