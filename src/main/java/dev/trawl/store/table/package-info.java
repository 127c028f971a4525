/**
 * What is tracked, as rows: one class a table, whose rows are verified by their checksums before
 * they are used; queries, filters as SQL; and the transactions that change several tables at once.
 *
 * <p>Open {@link dev.trawl.store.table.CheckedTable} first: it is how every row is read and
 * written. {@code RunChanges} and {@code SweepChanges} lead to the tables; {@code RunQueries} is
 * how runs are listed, with {@code FilterSql} and {@code KeySql} for their filters. Uses {@code
 * store.database} and {@code store.file}, and the plain values of {@code track} and {@code sweep}.
 */
@NullMarked
package dev.trawl.store.table;

import org.jspecify.annotations.NullMarked;
