/**
 * The sweep: proposes candidates, trains and records them; workers, stopping, resuming.
 *
 * <p>Open {@link dev.trawl.runner.SweepRunner} first; {@code RunTask} shows every way in which a
 * run ends, {@code CandidateRunner} keeps what Arbiter's own runner promises. Uses {@code sweep},
 * {@code track}, {@code search}, {@code train} and {@code data}.
 */
@NullMarked
package dev.trawl.runner;

import org.jspecify.annotations.NullMarked;
