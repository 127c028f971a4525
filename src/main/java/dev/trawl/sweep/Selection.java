package dev.trawl.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a sweep file chose of something that has a name and settings of its own.
 *
 * @param name at most 16 lower-case letters, digits and underscores, a letter first
 * @param values by the names of its settings, defaults filled in; one that a file left out and that
 *     has no default is absent
 */
public record Selection(String name, Map<String, Object> values) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,15}");

  public Selection {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "need a name that matches %s, found %s".formatted(NAME, name));
    }
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** One without settings. */
  public static Selection of(String name) {
    return new Selection(name, Map.of());
  }

  /** The value of an optional setting. */
  public <T> Optional<T> find(Setting<T> setting) {
    return Optional.ofNullable(values.get(setting.name())).map(setting::typed);
  }

  /** The same, with another value of a setting. */
  Selection with(String setting, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(values);
    changed.put(setting, value);
    return new Selection(name, changed);
  }

  /**
   * The value of a setting that is required or has a default.
   *
   * @throws IllegalStateException when there is none
   */
  public <T> T get(Setting<T> setting) {
    return find(setting)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "need a value for %s, found only %s".formatted(setting.name(), values)));
  }
}
