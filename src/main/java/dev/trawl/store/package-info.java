/**
 * What is tracked, in H2: the schema, its migrations and {@link dev.trawl.track.RunStore} on it.
 * The only user of SQL.
 *
 * <p>Open {@link dev.trawl.store.H2RunStore} first: its parts, one for each role of a store, list
 * what each operation does, and lead to one class a table. {@code Database} holds what all of them
 * rely on: transactions, retries, flushing to the disk; {@code OrderedDisk} is what keeps the file
 * whole through a power cut. Uses {@code sweep} and {@code track}.
 */
@NullMarked
package dev.trawl.store;

import org.jspecify.annotations.NullMarked;
