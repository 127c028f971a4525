package dev.trawl.train;

import dev.trawl.track.ByteText;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What memory the runs of a sweep need beyond Java's heap, and what this machine has for them.
 *
 * @param least of one run, in bytes
 * @param most of one run; of a range its ends and its middle were tried, one parameter after
 *     another
 * @param workers how many train at once
 * @param available for all of them
 * @param problem why no run fits; null where one does
 * @param warning which runs don't fit; null where all do
 */
public record MemoryNeed(
    long least,
    long most,
    int workers,
    long available,
    @Nullable String problem,
    @Nullable String warning) {

  /**
   * Of a sweep on this machine; empty where it isn't known, since networks aren't compiled here.
   * Loads native libraries.
   */
  static Optional<MemoryNeed> of(RunNetworks networks) {
    RunMemory memory = RunMemory.onThisMachine(networks);
    SpaceMemory space = new SpaceMemory(memory, networks.architectures(), networks.spec());
    Optional<Map<String, Object>> smallest = space.smallest();
    Optional<Map<String, Object>> largest = space.largest();
    if (smallest.isEmpty() || largest.isEmpty()) {
      return Optional.empty();
    }
    String problem = memory.refusal(smallest.get()).orElse(null);
    String warning = problem == null ? memory.refusal(largest.get()).orElse(null) : null;
    return Optional.of(
        new MemoryNeed(
            memory.bytes(smallest.get()).orElseThrow(),
            memory.bytes(largest.get()).orElseThrow(),
            memory.workers(),
            memory.available(),
            problem,
            warning == null ? null : "the largest runs will be refused: " + warning));
  }

  /** In one line. */
  public String describe() {
    String each =
        least == most
            ? "a run needs %s of memory".formatted(ByteText.of(most))
            : "runs need %s to %s of memory each".formatted(ByteText.of(least), ByteText.of(most));
    String together =
        workers == 1 ? "" : ", %d at once up to %s".formatted(workers, ByteText.of(workers * most));
    return "%s%s; this machine has %s for runs beside Java's heap"
        .formatted(each, together, ByteText.of(available));
  }
}
