package dev.trawl.cli;

import dev.trawl.cli.text.Wording;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.RunKeys;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.TrainingSpec.Augmentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What happens to training images, in words; what a file searches of it varies between runs. */
final class AugmentationText {
  private final SweepSpec spec;

  private AugmentationText(SweepSpec spec) {
    this.spec = spec;
  }

  /** A line; empty where nothing happens to them. */
  static String of(SweepSpec spec) {
    Augmentation augmentation = spec.training().augmentation();
    return augmentation == null ? "" : new AugmentationText(spec).line(augmentation);
  }

  private String line(Augmentation augmentation) {
    List<String> done = new ArrayList<>();
    part("rotation", augmentation.rotation())
        .ifPresent(by -> done.add("turned by up to %s°".formatted(by)));
    part("shift", augmentation.shift())
        .ifPresent(by -> done.add("moved by up to %s of their height and width".formatted(by)));
    part("scale", augmentation.scale())
        .ifPresent(by -> done.add("scaled by up to %s of their size".formatted(by)));
    if (done.isEmpty()) {
      return "";
    }
    String last = done.remove(done.size() - 1);
    String all = done.isEmpty() ? last : String.join(", ", done) + " and " + last;
    return "training images %s, anew each epoch%n".formatted(all);
  }

  /** By how much, such as {@code 0.1}, or {@code (uniform 0 … 0.2)}; empty for not at all. */
  private Optional<String> part(String key, double value) {
    Distribution searched = spec.search().parameters().get(RunKeys.training("augmentation." + key));
    if (searched != null) {
      return Optional.of("(%s)".formatted(searched.describe()));
    }
    return value == 0 ? Optional.empty() : Optional.of(Wording.parameter(value));
  }
}
