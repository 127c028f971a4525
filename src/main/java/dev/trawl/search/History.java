package dev.trawl.search;

import java.util.List;

/**
 * What a search may know when job k is decided on: the results of the jobs up to k − lag. So the
 * decisions are the same whatever the number of workers and their speed, after a kill too: it is
 * made anew from what is recorded. Immutable.
 */
public interface History {
  /** Nothing was tried yet. */
  History NOTHING = List::of;

  /** All runs that were started before, by number; those of later jobs are RUNNING. */
  List<Trial> trials();
}
