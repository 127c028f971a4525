package dev.trawl.runner;

import dev.trawl.search.Job;
import java.util.Map;

/**
 * A job that was begun.
 *
 * @param job its number, and its run's
 * @param parameters the run's
 * @param from the epoch after which it begins: 0 for a new run
 */
record Stretch(Job job, Map<String, Object> parameters, int from) {
  int number() {
    return job.number();
  }
}
