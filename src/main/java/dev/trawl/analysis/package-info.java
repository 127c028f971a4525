/**
 * What recorded runs say: intervals, bands, comparison, parameter importance, diagnosis, and the
 * JSON records that carry them.
 *
 * <p>Open {@link dev.trawl.analysis.Comparison} first, then {@link dev.trawl.analysis.Importance}
 * and {@link dev.trawl.analysis.Diagnosis}: pure functions over runs. {@link
 * dev.trawl.analysis.RecordJson} is the one place where a record becomes JSON; it stands here and
 * not in {@code track} because an accuracy's interval belongs to the record. Uses {@code sweep} and
 * {@code track}.
 */
@NullMarked
package dev.trawl.analysis;

import org.jspecify.annotations.NullMarked;
