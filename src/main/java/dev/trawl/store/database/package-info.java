/**
 * A database that several processes share: where it is, how it is opened, its schema and
 * migrations, transactions, retries, and what keeps it whole on the disk while it is used.
 *
 * <p>Open {@link dev.trawl.store.database.Database} first: it is the transactions that all else is
 * made of. {@code Opening} is how one comes into being, {@code Schema} how it becomes the current
 * one. Knows of no table but the counter of changes. Uses {@code store.file} and {@code track}.
 */
@NullMarked
package dev.trawl.store.database;

import org.jspecify.annotations.NullMarked;
