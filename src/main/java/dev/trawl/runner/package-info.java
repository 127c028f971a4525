/**
 * The sweep: proposes runs, trains and records them; workers, stopping, resuming.
 *
 * <p>Open {@link dev.trawl.runner.SweepRunner} first; {@code RunTask} shows every way in which a
 * run ends, {@code JobLoop} how the runs of a sweep come about. Uses {@code sweep}, {@code track},
 * {@code search}, {@code train} and {@code data}.
 */
@NullMarked
package dev.trawl.runner;

import org.jspecify.annotations.NullMarked;
