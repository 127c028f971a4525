package dev.trawl.search;

import dev.trawl.search.arbiter.ArbiterSearch;
import dev.trawl.search.tpe.TpeSearch;
import java.util.List;

/** The register of search methods: a new one is one line here. */
final class SearchMethods {
  static final List<SearchMethod> ALL =
      List.of(ArbiterSearch.grid(), ArbiterSearch.random(), ArbiterSearch.qmc(), new TpeSearch());

  private SearchMethods() {}
}
