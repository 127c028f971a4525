package dev.trawl.spark;

import dev.trawl.spark.Messages.Elsewhere;
import dev.trawl.spark.Messages.Unable;
import dev.trawl.train.MachineLostException;
import dev.trawl.train.NoMachineException;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executors that something came to which they can't train, or must not: it is offered to
 * others, while there may be any. For use by one thread.
 */
final class UnfitExecutors {
  private static final Logger log = LoggerFactory.getLogger(UnfitExecutors.class);

  /** How often it is offered, and to how many executors, while those it comes to can't train. */
  private static final int MOST_TRIES = 4;

  private static final int MOST_UNABLE = 3;

  private final SparkExecutors executors;
  private final String what;
  private final @Nullable String processor;
  private final TreeSet<String> unable = new TreeSet<>();
  private final Map<String, String> others;
  private int tries;

  /**
   * @param what is to be trained, for people
   * @param processor the type that it has to go on with; null where any does
   */
  UnfitExecutors(SparkExecutors executors, String what, @Nullable String processor) {
    this(executors, what, processor, new TreeMap<>());
  }

  private UnfitExecutors(
      SparkExecutors executors,
      String what,
      @Nullable String processor,
      Map<String, String> others) {
    this.executors = executors;
    this.what = what;
    this.processor = processor;
    this.others = others;
  }

  /** For a part of it: whatever has another processor for one part has it for all. */
  UnfitExecutors of(String part) {
    return new UnfitExecutors(executors, part, processor, others);
  }

  /**
   * @throws MachineLostException after the last of the tries
   */
  void add(Unable<?> found) {
    tries++;
    unable.add(found.executor());
    if (tries == MOST_TRIES || unable.size() == MOST_UNABLE) {
      throw new MachineLostException(
          "executors %s can't train %s: %s".formatted(unable, what, found.reason()), null);
    }
    log.warn(
        "executor {} can't train {}, others are asked: {}", found.executor(), what, found.reason());
  }

  /**
   * @throws NoMachineException when no other executor is left
   */
  void add(Elsewhere<?> found) {
    others.put(found.executor(), found.processor());
    TreeSet<String> types = new TreeSet<>(others.values());
    if (executors.areAll(others.keySet())) {
      throw new NoMachineException(
          "need an executor with the type of processor that the run was trained on, %s, found %s"
              .formatted(processor, types),
          null);
    }
    log.warn("{} waits for an executor with {}, not {}", what, processor, types);
  }
}
