/**
 * What is tracked, in H2: {@link dev.trawl.track.RunStore}. The only user of SQL.
 *
 * <p>Open {@link dev.trawl.store.H2RunStore} first: its parts, one for each role of a store, list
 * what each operation does, and lead to {@code store.table}, one class a table. Those rely on
 * {@code store.database}: transactions, retries, flushing to the disk; and that on {@code
 * store.file}, which keeps the file whole through a power cut. Each of these uses only those behind
 * it. Other rooms use this package, and {@code store.backup} for a database as a whole. Uses {@code
 * sweep} and {@code track}.
 */
@NullMarked
package dev.trawl.store;

import org.jspecify.annotations.NullMarked;
