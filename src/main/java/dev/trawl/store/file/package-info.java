/**
 * What is on the disk, byte by byte: H2's file, which is written in an order that survives a power
 * cut, checked before H2 opens it, and read without H2 when it is damaged; the file of a backup;
 * the forms of values in rows, JSON and checksums.
 *
 * <p>Open {@link dev.trawl.store.file.OrderedDisk} first: it says what a power cut may do to a
 * file, and leads to {@code FileCheck}, by which every opening goes. {@code StoredFile} is how a
 * file is read as a tree of pages; {@code SalvagedFile} is what is left of a damaged one. Knows
 * nothing of connections or SQL, and uses {@code track} only, for its exceptions.
 */
@NullMarked
package dev.trawl.store.file;

import org.jspecify.annotations.NullMarked;
