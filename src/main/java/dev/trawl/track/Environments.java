package dev.trawl.track;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where runs were trained. {@link RunStore} says what else holds for each method. */
public interface Environments {
  /**
   * Adds where an attempt is trained from now on; what was added for the same moment is replaced.
   * It is durable only soon after it returns, and raises no sequence number.
   *
   * @throws SweepTakenOverException when the sweep was this store's and is another owner's now
   */
  void recordEnvironment(String runId, RunEnvironment environment);

  /** Where an attempt was trained, the first one first. */
  List<RunEnvironment> environments(String runId);

  /**
   * What a run is trained with, as it was created, with what its latest place has of its own but
   * for the plan, which is long.
   */
  default Map<String, String> environment(Run run) {
    Map<String, String> environment = new LinkedHashMap<>(run.provenance().environment());
    environments(run.id()).forEach(place -> environment.putAll(place.entries()));
    environment.remove(RunEnvironment.PLAN);
    return environment;
  }
}
