package dev.trawl.sweep;

import java.util.List;
import java.util.OptionalLong;

/** The search methods and stopping rules that a sweep file may name. */
public interface SearchCatalog {

  /** A search method, as far as a sweep file goes. */
  interface Method extends Selectable {
    /**
     * Whether it tries every combination: then each distribution has to be one that can be
     * enumerated, and it ends by itself. Another one needs a {@code run_cap} or a target.
     */
    default boolean enumerates() {
      return false;
    }

    /**
     * How far what is proposed may be ahead of what is known: job k is proposed on the results of
     * the jobs up to k − lag. With fewer a search learns sooner; with at least as many as workers
     * none of them waits. 0 for a method that no result changes.
     */
    default int lag() {
      return 4;
    }
  }

  /** A stopping rule, likewise. */
  interface Rule extends Selectable {
    /** As {@link Method#lag}, but above 0; the greater of both counts. */
    default int lag() {
      return 8;
    }

    /** The first epoch after which it may end a run. */
    default int firstEpoch(Selection chosen) {
      return 1;
    }

    /** How many other runs have to be known before it ends one. */
    default int comparedWith(Selection chosen) {
      return 0;
    }
  }

  /** What {@code method} may be, in the order in which messages list them. */
  List<? extends Method> methods();

  /** What the {@code type} of {@code early_terminate} may be, likewise. */
  List<? extends Rule> stoppingRules();

  /** How many values a distribution gives, 0 for none; empty where they can't be counted. */
  default OptionalLong values(Distribution distribution) {
    return distribution.size();
  }
}
