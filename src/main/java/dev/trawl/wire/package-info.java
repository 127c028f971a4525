/**
 * The JSON and CSV of what is recorded, the same from the command line and over REST.
 *
 * <p>Open {@link dev.trawl.wire.RecordJson} first: the one place where a record becomes JSON.
 * {@link dev.trawl.wire.RunRows} writes a sweep's runs as a file. Uses {@code sweep}, {@code track}
 * and {@code analysis}, whose intervals, importances and findings belong to the records.
 */
@NullMarked
package dev.trawl.wire;

import org.jspecify.annotations.NullMarked;
