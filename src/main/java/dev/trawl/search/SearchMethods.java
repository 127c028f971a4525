package dev.trawl.search;

import dev.trawl.search.arbiter.GridSearch;
import dev.trawl.search.arbiter.RandomSearch;
import dev.trawl.sweep.Method;
import java.util.List;

/** The register of search methods: a new one is one line here. */
final class SearchMethods {
  private static final List<SearchMethod> ALL = List.of(new GridSearch(), new RandomSearch());

  private SearchMethods() {}

  /**
   * The method of this name.
   *
   * @throws IllegalArgumentException when there is none
   */
  static SearchMethod of(Method method) {
    return ALL.stream()
        .filter(known -> known.method() == method)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "need one of %s, found the method %s"
                        .formatted(ALL.stream().map(SearchMethod::method).toList(), method)));
  }
}
