/**
 * Which of a sweep's best runs is really best: the statistics of its finals, in which they train
 * again with new seeds. Pure functions of what those measured.
 *
 * <p>Open {@link dev.trawl.search.finals.FinalRound} first. May use {@code sweep} and {@code
 * track}, and the distributions of Apache Commons.
 */
@NullMarked
package dev.trawl.search.finals;

import org.jspecify.annotations.NullMarked;
