package dev.trawl.dashboard;

import dev.trawl.sweep.yaml.NearestName;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which sweeps a list has, and in which order: those for which all that is asked holds.
 *
 * @param wanted whether it holds for a sweep
 * @param order of the list; what it takes for equal stays in the store's order, the newest first
 * @param offset how many of these are left out first
 * @param limit how many of the rest there are at most
 */
record SweepQuery(
    Predicate<Sweep> wanted, @Nullable Comparator<Sweep> order, int offset, int limit) {
  static final String[] KEYS = {
    "q", "status", "method", "dataset", "project", "tag", "sort", "offset", "limit"
  };

  private static final Map<String, Comparator<Sweep>> ORDERS = orders();

  private static Map<String, Comparator<Sweep>> orders() {
    Map<String, Comparator<Sweep>> orders = new LinkedHashMap<>();
    orders.put("created_at", Comparator.comparing(sweep -> sweep.info().createdAt()));
    orders.put("name", Comparator.comparing(Sweep::name, String.CASE_INSENSITIVE_ORDER));
    orders.put("status", Comparator.comparing(Sweep::status));
    orders.put("runs", Comparator.comparing(SweepQuery::runs));
    orders.put("project", Comparator.comparing(SweepQuery::project));
    return orders;
  }

  static SweepQuery of(Context ctx) {
    String words = ctx.queryParam("q");
    String status = ctx.queryParam("status");
    if (status != null) {
      needOneOf("status", status, Arrays.stream(SweepStatus.values()).map(Enum::name).toList());
    }
    String tag = ctx.queryParam("tag");
    Predicate<Sweep> wanted =
        sweep ->
            (words == null || says(sweep, lower(words)))
                && is(status, sweep.status().name())
                && is(ctx.queryParam("method"), sweep.plan().method())
                && is(ctx.queryParam("dataset"), sweep.dataset().map(DatasetInfo::name).orElse(""))
                && is(ctx.queryParam("project"), project(sweep))
                && (tag == null || sweep.info().tags().containsKey(tag));
    return new SweepQuery(
        wanted,
        order(ctx.queryParam("sort")),
        (int) Lookup.number(ctx.queryParam("offset"), "offset", 0, Integer.MAX_VALUE, 0),
        (int)
            Lookup.number(
                ctx.queryParam("limit"), "limit", 1, Integer.MAX_VALUE, Integer.MAX_VALUE));
  }

  /** All for which it holds, in its order. */
  List<Sweep> of(List<Sweep> sweeps) {
    List<Sweep> found = sweeps.stream().filter(wanted).toList();
    return order == null ? found : found.stream().sorted(order).toList();
  }

  /** Those of the page. */
  List<Sweep> page(List<Sweep> found) {
    return found.stream().skip(offset).limit(limit).toList();
  }

  private static @Nullable Comparator<Sweep> order(@Nullable String sort) {
    if (sort == null || sort.isBlank()) {
      return null;
    }
    boolean isDescending = sort.startsWith("-");
    String key = isDescending ? sort.substring(1) : sort;
    needOneOf("sort", key, List.copyOf(ORDERS.keySet()));
    Comparator<Sweep> order = ORDERS.get(key);
    return order == null || !isDescending ? order : order.reversed();
  }

  private static void needOneOf(String name, String found, List<String> known) {
    if (!known.contains(found)) {
      String nearest = NearestName.of(found, known);
      throw ApiException.badRequest(
          "need %s to be one of %s, found %s%s"
              .formatted(
                  name,
                  String.join(", ", known),
                  found.isEmpty() ? "none" : found,
                  nearest == null ? "" : " (did you mean %s?)".formatted(nearest)));
    }
  }

  private static boolean is(@Nullable String wanted, String found) {
    return wanted == null || wanted.equals(found);
  }

  /** Whether each word stands in its name, description, project, tags or id. */
  private static boolean says(Sweep sweep, String words) {
    String text =
        lower(
            String.join(
                "\n",
                sweep.name(),
                Objects.requireNonNullElse(sweep.title().description(), ""),
                project(sweep),
                sweep.info().tags().toString(),
                sweep.id()));
    return Arrays.stream(words.strip().split("\\s+")).allMatch(text::contains);
  }

  private static String project(Sweep sweep) {
    String project = sweep.title().project();
    return project == null ? "" : project;
  }

  private static int runs(Sweep sweep) {
    return sweep.runs().entrySet().stream()
        .filter(entry -> entry.getKey() != RunStatus.SCHEDULED)
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}
