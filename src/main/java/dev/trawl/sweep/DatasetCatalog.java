package dev.trawl.sweep;

import java.util.Set;

/** The datasets that a sweep file may name. */
public interface DatasetCatalog {
  Set<String> names();
}
