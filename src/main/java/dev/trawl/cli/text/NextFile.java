package dev.trawl.cli.text;

import dev.trawl.analysis.SpaceChange;
import dev.trawl.sweep.yaml.EditedText;
import dev.trawl.sweep.yaml.ValueText;
import dev.trawl.track.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The file of the sweep to run next: what changes and why stands above it. */
public final class NextFile {
  private final Sweep sweep;
  private final List<SpaceChange> changes;

  public NextFile(Sweep sweep, List<SpaceChange> changes) {
    this.sweep = sweep;
    this.changes = List.copyOf(changes);
  }

  public String render() {
    EditedText text = new EditedText(sweep.source().text());
    List<String> head = new ArrayList<>();
    head.add("The sweep to run after %s (%s):".formatted(sweep.name(), Wording.id(sweep.id())));
    for (SpaceChange change : changes) {
      Optional<EditedText> edited = edited(text, change);
      head.add(
          "- %s: %s%s; %s."
              .formatted(
                  change.parameter(),
                  edited.isPresent() ? "" : "TO BE CHANGED BY HAND: ",
                  what(change),
                  change.reason()));
      text = edited.orElse(text);
    }
    for (String override : sweep.source().overrides()) {
      head.add("It was run with --set " + override);
    }
    String known = "[%s]".formatted(sweep.id());
    Optional<EditedText> warm = text.withKey("warm_start", known);
    head.add(
        warm.isPresent()
            ? "Its search knows these runs, by warm_start."
            : "TO BE ADDED BY HAND, so that its search knows these runs: warm_start: " + known);
    text = warm.orElse(text);
    StringBuilder file = new StringBuilder();
    head.forEach(line -> file.append("# ").append(VisibleText.line(line)).append('\n'));
    return file.append('\n').append(text).toString();
  }

  static String what(SpaceChange change) {
    String first = value(change.values().get(0));
    return change.isFixed()
        ? "fixed to " + first
        : "from %s to %s".formatted(first, value(change.values().get(1)));
  }

  private static Optional<EditedText> edited(EditedText text, SpaceChange change) {
    String first = value(change.values().get(0));
    return change.isFixed()
        ? text.withParameter(change.parameter(), Map.of("value", first), false)
        : text.withParameter(
            change.parameter(), Map.of("min", first, "max", value(change.values().get(1))), true);
  }

  private static String value(Object value) {
    return value instanceof String text ? "'" + text.replace("'", "''") + "'" : ValueText.of(value);
  }
}
