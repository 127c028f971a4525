package dev.trawl.track;

import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import org.jspecify.annotations.Nullable;

/**
 * A sweep about to be recorded.
 *
 * @param source what the file says, verbatim
 * @param spec what it means
 */
public record NewSweep(
    SweepSource source, SweepSpec spec, DatasetInfo dataset, @Nullable Integer plannedRuns) {}
