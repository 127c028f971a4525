package dev.trawl.dashboard;

import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.filter.InvalidFilterException;
import dev.trawl.track.filter.RunFilter;
import dev.trawl.track.filter.RunOrder;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what a request's path and query name, or says what was needed. */
final class Lookup {
  private final RunStore store;

  Lookup(RunStore store) {
    this.store = store;
  }

  Sweep sweep(Context ctx) {
    String id = ctx.pathParam("id");
    return store
        .findSweep(id)
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "need a sweep's name, id or a prefix that one id has, found " + id));
  }

  Sweep sweepOf(Run run) {
    return store
        .sweep(run.sweepId())
        .orElseThrow(() -> ApiException.notFound("need the sweep of run " + run.id()));
  }

  Run run(Context ctx) {
    return run(ctx.pathParam("id"));
  }

  /** The run whose id begins so. */
  Run run(String id) {
    return find(id)
        .orElseThrow(
            () -> ApiException.notFound("need a run's id or a prefix of it, found " + orNone(id)));
  }

  /**
   * The run whose id begins so; empty where there is none, and for a blank, with which all begin.
   */
  Optional<Run> find(String id) {
    List<Run> found = id.isBlank() ? List.of() : store.findRuns(id);
    if (found.size() > 1) {
      throw ApiException.badRequest(
          "need a prefix that one run's id has, found %s, which %d runs' have"
              .formatted(id, found.size()));
    }
    return found.stream().findFirst();
  }

  static RunQuery query(Context ctx) {
    String filter = ctx.queryParam("filter");
    String sort = ctx.queryParam("sort");
    try {
      return new RunQuery(
          number(ctx.queryParam("after"), "after", 0, Long.MAX_VALUE, 0),
          (int) number(ctx.queryParam("offset"), "offset", 0, Integer.MAX_VALUE, 0),
          (int) number(ctx.queryParam("limit"), "limit", 1, Integer.MAX_VALUE, Integer.MAX_VALUE),
          filter == null || filter.isBlank() ? null : RunFilter.parse(filter, "filter"),
          sort == null || sort.isBlank() ? List.of() : RunOrder.parse(sort, "sort"));
    } catch (InvalidFilterException e) {
      throw ApiException.invalid(e);
    }
  }

  /** Whether a parameter is true; absent is false. */
  static boolean flag(Context ctx, String name) {
    String value = ctx.queryParam(name);
    if (value == null || value.equals("false")) {
      return false;
    }
    if (!value.equals("true")) {
      throw ApiException.badRequest(
          "need %s to be true or false, found %s".formatted(name, orNone(value)));
    }
    return true;
  }

  /** A whole number from {@code min} to {@code max}; {@code absent} where there is none. */
  static long number(@Nullable String text, String name, long min, long max, long absent) {
    if (text == null) {
      return absent;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= min && value <= max && Long.toString(value).equals(text)) {
        return value; // Written as everybody writes it: 006 is no other name of 6.
      }
    } catch (NumberFormatException e) {
      // Refused below, in the same words as a number out of range.
    }
    throw ApiException.badRequest(
        "need %s to be a whole number from %d%s, found %s"
            .formatted(name, min, max == Long.MAX_VALUE ? "" : " to " + max, orNone(text)));
  }

  private static String orNone(String text) {
    return text.isEmpty() ? "none" : text;
  }
}
