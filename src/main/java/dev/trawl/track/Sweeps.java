package dev.trawl.track;

import java.util.List;
import java.util.Optional;

/** Sweeps: recorded, found, tagged. {@link RunStore} says what holds for each method. */
public interface Sweeps {
  /** Records a sweep, RUNNING and owned by {@code owner}. */
  Sweep createSweep(NewSweep sweep, Owner owner);

  /**
   * The same, unless the newest sweep of this name is unfinished: of two processes that ask at the
   * same moment one succeeds.
   *
   * @throws UnfinishedSweepException when it is RUNNING or INTERRUPTED
   */
  Sweep createOnlySweep(NewSweep sweep, Owner owner);

  /** All sweeps but the deleted ones, the newest first. */
  List<Sweep> sweeps();

  /**
   * The sweep with this id, deleted or not. Damaged runs, which are in no count, are reported by
   * {@link #findSweep} alone: who has an id asks for the sweep, not for what its runs add up to.
   */
  Optional<Sweep> sweep(String id);

  /**
   * The sweep with this id, else the newest with this name, else the one whose id begins so, if
   * there is just one. A deleted sweep is found by its id alone.
   */
  Optional<Sweep> findSweep(String nameOrId);

  /**
   * Sets a tag; an empty value removes it.
   *
   * @throws IllegalArgumentException for a name or value that {@link Tag} refuses
   */
  Sweep tagSweep(String sweepId, String name, String value);
}
