/**
 * What recorded runs say: intervals, bands, comparison, parameter importance, diagnosis.
 *
 * <p>Open {@link dev.trawl.analysis.Comparison} first, then {@link dev.trawl.analysis.Importance}
 * and {@link dev.trawl.analysis.Diagnosis}: pure functions over runs. Uses {@code sweep} and {@code
 * track}.
 */
@NullMarked
package dev.trawl.analysis;

import org.jspecify.annotations.NullMarked;
