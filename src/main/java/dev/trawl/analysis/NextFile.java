package dev.trawl.analysis;

import dev.trawl.sweep.yaml.EditedText;
import dev.trawl.track.Adjustment;
import dev.trawl.track.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The file of the sweep to run next: what changes and why stands above it. */
public final class NextFile {
  private final Sweep sweep;
  private final List<Adjustment> adjustments;
  private final List<SpaceChange> changes;

  /**
   * @param adjustments what was changed of the sweep since its start
   * @param changes what its runs advise
   */
  public NextFile(Sweep sweep, List<Adjustment> adjustments, List<SpaceChange> changes) {
    this.sweep = sweep;
    this.adjustments = List.copyOf(adjustments);
    this.changes = List.copyOf(changes);
  }

  public String render() {
    EditedText text = new EditedText(sweep.source().text());
    List<String> head = new ArrayList<>();
    head.add(
        "The sweep to run after %s (%s):"
            .formatted(sweep.name(), Reproduction.shortId(sweep.id())));
    for (SpaceChange change : changes) {
      Optional<EditedText> edited = edited(text, change);
      head.add(
          "- %s: %s%s; %s."
              .formatted(
                  change.parameter(),
                  edited.isPresent() ? "" : "TO BE CHANGED BY HAND: ",
                  change.what(),
                  change.reason()));
      text = edited.orElse(text);
    }
    for (String override : sweep.source().overrides()) {
      head.add("It was run with --set " + override);
    }
    for (Adjustment adjustment : adjustments) {
      head.add("It was changed on the way: " + adjustment.text());
    }
    String known = "[%s]".formatted(sweep.id());
    Optional<EditedText> warm = text.with("warm_start", known);
    head.add(
        warm.isPresent()
            ? "Its search knows these runs, by warm_start."
            : "TO BE ADDED BY HAND, so that its search knows these runs: warm_start: " + known);
    text = warm.orElse(text);
    StringBuilder file = new StringBuilder();
    head.forEach(line -> file.append("# ").append(SafeText.line(line)).append('\n'));
    return file.append('\n').append(text).toString();
  }

  private static Optional<EditedText> edited(EditedText text, SpaceChange change) {
    String first = change.text(0);
    return change.isFixed()
        ? text.withParameter(change.parameter(), Map.of("value", first), false)
        : text.withParameter(change.parameter(), Map.of("min", first, "max", change.text(1)), true);
  }
}
