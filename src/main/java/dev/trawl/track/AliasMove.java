package dev.trawl.track;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alias that stands for another version of a model from then on.
 *
 * @param version null when it stands for none any more
 * @param by who moved it
 * @param test by which it was decided; null without
 */
public record AliasMove(
    String model,
    String alias,
    @Nullable Integer version,
    String by,
    @Nullable PairedTest test,
    Instant movedAt) {}
