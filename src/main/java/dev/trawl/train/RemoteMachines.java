package dev.trawl.train;

import dev.trawl.sweep.SweepSource;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Other machines to train on. {@link java.util.ServiceLoader} finds what connects to them; an
 * ordinary build has none.
 */
public interface RemoteMachines {

  /**
   * Which machines, and what they are told.
   *
   * @param url as their kind names it, such as {@code spark://host:7077}
   * @param settings their kind's own, by key
   */
  record Place(String url, Map<String, String> settings) {
    public Place {
      settings = Map.copyOf(settings);
    }
  }

  /**
   * What opens a sweep's training there.
   *
   * @param source what each machine reads the sweep from
   * @param local opens the same here: for what is asked of a training before a run begins, and for
   *     the servers of federated runs
   * @param datasets where the data sets known by name are kept here, each in a folder of its name
   * @throws IllegalArgumentException for a place that may not be used so, with what was needed
   */
  TrainingFactory at(Place place, SweepSource source, TrainerFactory local, Path datasets);

  /**
   * What one of the machines has: it is asked to load what training needs.
   *
   * @throws IllegalArgumentException likewise
   * @throws IOException when none answers, or it lacks something, with what was needed
   */
  List<Finding> examine(Place place) throws IOException;

  /**
   * One thing that was looked at.
   *
   * @param isEnough whether it is all that training needs of it
   */
  record Finding(String name, String found, boolean isEnough) implements Serializable {
    public static Finding enough(String name, String found) {
      return new Finding(name, found, true);
    }
  }
}
