package dev.trawl.cli;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.FederatedSpec;
import dev.trawl.sweep.Federation;
import dev.trawl.sweep.RunKeys;
import dev.trawl.sweep.SweepSpec;
import java.util.Optional;

/** How the clients of federated runs train, in words; what a file searches of it varies. */
final class FederationText {
  private final SweepSpec spec;

  private FederationText(SweepSpec spec) {
    this.spec = spec;
  }

  /** A line; empty for runs that aren't federated. */
  static String of(SweepSpec spec) {
    return spec.training().federation().map(new FederationText(spec)::line).orElse("");
  }

  private String line(FederatedSpec federated) {
    return ("federated, in simulation: %s clients (%s), %s in each round, local epochs %s, %s;"
            + " a round is an epoch%n")
        .formatted(
            either("clients", federated.division().clients()),
            either("partition", federated.division().partition().key()),
            asked(federated),
            either("local_epochs", federated.localEpochs()),
            either("strategy", federated.server().strategy().key()));
  }

  private String asked(FederatedSpec federated) {
    return searched("clients").or(() -> searched("fraction")).isEmpty()
        ? Integer.toString(federated.participants())
        : "a fraction of " + either("fraction", federated.fraction());
  }

  /** The file's value, or all that the runs may have. */
  private String either(String key, Object value) {
    return searched(key).map(Distribution::describe).orElseGet(value::toString);
  }

  private Optional<Distribution> searched(String key) {
    String name = RunKeys.training(Federation.NAME + "." + key);
    return Optional.ofNullable(spec.search().parameters().get(name));
  }
}
