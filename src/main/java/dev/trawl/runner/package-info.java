/**
 * The sweep: proposes runs, trains and records them; workers, stopping, resuming.
 *
 * <p>Open {@link dev.trawl.runner.SweepRunner} first. {@code SweepJobs} says which jobs a sweep has
 * and when each is decided on, {@code JobLoop} works them off, {@code RunTask} shows every way in
 * which one ends, and {@code RecordedJobs} rebuilds them for a resume. Uses {@code sweep}, {@code
 * track}, {@code search}, {@code train} and {@code data}.
 */
@NullMarked
package dev.trawl.runner;

import org.jspecify.annotations.NullMarked;
