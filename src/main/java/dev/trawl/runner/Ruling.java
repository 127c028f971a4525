package dev.trawl.runner;

import dev.trawl.track.Decision;
import dev.trawl.track.RungRank;
import dev.trawl.track.Verdict;
import java.util.Optional;

/**
 * A pruner's verdict that ends a job.
 *
 * @param kind PAUSE or STOP
 * @param epoch after which, from 1
 */
record Ruling(Decision.Kind kind, int epoch, RungRank rank) {

  /** Empty for a verdict that ends none, or is no pruner's. */
  static Optional<Ruling> of(Verdict verdict, int epoch) {
    return verdict.fold(
        Optional::empty,
        pause -> Optional.of(new Ruling(Decision.Kind.PAUSE, epoch, pause.rank())),
        stop ->
            Optional.ofNullable(stop.rank())
                .map(rank -> new Ruling(Decision.Kind.STOP, epoch, rank)));
  }
}
