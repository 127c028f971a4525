package dev.trawl.search.stopping;

import java.util.NavigableSet;
import java.util.TreeSet;

/** At which iterations runs are compared: each {@code eta} times as far as the one before. */
final class Rungs {
  /** As many as W&B has. */
  private static final int MOST = 100;

  private Rungs() {}

  /** {@code first · eta^i}, the first hundred, cut to integers. */
  static NavigableSet<Integer> from(int first, double eta) {
    NavigableSet<Integer> rungs = new TreeSet<>();
    double rung = first;
    for (int i = 0; i < MOST && rung <= Integer.MAX_VALUE; i++) {
      rungs.add((int) rung);
      rung *= eta;
    }
    return rungs;
  }

  /** How many of {@code epochs} a run trains in the mean where one of {@code eta} passes each. */
  static double expectedEpochs(NavigableSet<Integer> rungs, double eta, int epochs) {
    double expected = 0;
    double reaching = 1;
    int before = 0;
    for (int rung : rungs.headSet(epochs)) {
      expected += reaching * (rung - before);
      reaching /= eta;
      before = rung;
    }
    return expected + reaching * (epochs - before);
  }

  /** {@code last / eta^i} for i = 1 to {@code count}, cut to integers, without those below 1. */
  static NavigableSet<Integer> below(int last, double eta, int count) {
    NavigableSet<Integer> rungs = new TreeSet<>();
    double rung = last / eta;
    for (int i = 0; i < count && rung >= 1; i++) {
      rungs.add((int) rung);
      rung /= eta;
    }
    return rungs;
  }
}
