package dev.trawl.runner;

import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Adjustment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a sweep is to do, job by job: what its file says, and from the job on that a change holds
 * from, what it says with that. A change is an override of the file. Safe for use by many threads.
 */
final class Course {
  private final SweepFileReader reader;
  private final SweepSource source;
  private final SweepSpec begun;
  private volatile NavigableMap<Integer, SweepSpec> specs;

  /**
   * @param source the file that the sweep was begun with
   * @param begun what that says
   */
  Course(
      SweepFileReader reader, SweepSource source, SweepSpec begun, List<Adjustment> adjustments) {
    this.reader = reader;
    this.source = source;
    this.begun = begun;
    specs = specs(adjustments);
  }

  /** Of a search that nothing changes, whatever file it is of. */
  static Course of(SweepSpec spec) {
    return new Course(changed -> spec, new SweepSource("", "", List.of()), spec, List.of());
  }

  /** Takes all changes of the sweep; those that hold from no job yet are left out. */
  void take(List<Adjustment> adjustments) {
    specs = specs(adjustments);
  }

  private NavigableMap<Integer, SweepSpec> specs(List<Adjustment> adjustments) {
    NavigableMap<Integer, List<String>> overrides = new TreeMap<>();
    List<String> all = new ArrayList<>(source.overrides());
    for (Adjustment adjustment : adjustments) {
      if (adjustment.job() != Adjustment.ASKED) {
        all.add(adjustment.override());
        overrides.put(adjustment.job(), List.copyOf(all));
      }
    }
    NavigableMap<Integer, SweepSpec> read = new TreeMap<>(Map.of(1, begun));
    overrides.forEach(
        (job, set) ->
            read.put(job, reader.read(new SweepSource(source.file(), source.text(), set))));
    return read;
  }

  /** Whether it is not what the file alone says. */
  boolean isChanged() {
    return specs.size() > 1 || !specs.firstEntry().getValue().equals(begun);
  }

  /** What holds for a job. */
  SweepSpec at(int job) {
    return specs.floorEntry(job).getValue();
  }

  /** What holds for jobs to come. */
  SweepSpec latest() {
    return specs.lastEntry().getValue();
  }

  /** The first job of those that have searched the same space as this one without a change. */
  int searchedSince(int job) {
    int since = 1;
    SweepSpec before = specs.firstEntry().getValue();
    for (Map.Entry<Integer, SweepSpec> entry : specs.headMap(job, true).entrySet()) {
      boolean same = entry.getValue().search().parameters().equals(before.search().parameters());
      since = same ? since : entry.getKey();
      before = entry.getValue();
    }
    return since;
  }
}
