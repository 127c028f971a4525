package dev.trawl.sweep;

import dev.trawl.sweep.FederatedSpec.BadClients;
import dev.trawl.sweep.FederatedSpec.Division;
import dev.trawl.sweep.FederatedSpec.Partition;
import dev.trawl.sweep.FederatedSpec.Screening;
import dev.trawl.sweep.FederatedSpec.Server;
import dev.trawl.sweep.FederatedSpec.Strategy;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The key {@code training.federated} of a sweep file. Immutable. */
public final class Federation implements Selectable {
  /** Its key under {@code training}. */
  public static final String NAME = "federated";

  private static final String AVERAGED = "averaged";
  private static final String LOCAL = "local";

  private static final Setting<Integer> CLIENTS =
      Setting.integer("clients", 1).such("100").about("among whom the training images are divided");
  private static final Setting<String> PARTITION =
      Setting.choice("partition", Arrays.stream(Partition.values()).map(Partition::key).toList())
          .or(Partition.IID.key())
          .about("who gets which images");
  private static final Setting<Integer> SHARDS =
      Setting.integer("shards", 1).optional().about("of each client, with partition shards; 2");
  private static final Setting<Double> ALPHA =
      Setting.number("alpha", Limits.above(0))
          .optional()
          .about("with partition dirichlet or by_size: the smaller, the less alike; 0.5");
  private static final Setting<Double> FRACTION =
      Setting.number("fraction", Limits.aboveTo(0, 1))
          .or(1.0)
          .about("of the clients, that train in a round");
  private static final Setting<Integer> LOCAL_EPOCHS =
      Setting.integer("local_epochs", 1)
          .or(1)
          .about("passes of a client over its images in a round");
  private static final Setting<String> STRATEGY =
      Setting.choice("strategy", Arrays.stream(Strategy.values()).map(Strategy::key).toList())
          .or(Strategy.FEDAVG.key())
          .about("what the server makes of the clients' updates");
  private static final Setting<Double> PROXIMAL_MU =
      Setting.number("proximal_mu", Limits.atLeast(0))
          .or(0.0)
          .about("how strongly clients are drawn to the server's weights; fedprox needs one");
  private static final Setting<Double> SERVER_LEARNING_RATE =
      Setting.number("server_learning_rate", Limits.above(0))
          .optional()
          .about("the server's step size; 1, with fedadam and fedyogi 0.01");
  private static final Setting<Double> SERVER_MOMENTUM =
      Setting.number("server_momentum", Limits.fromToBelow(0, 1))
          .optional()
          .about("with fedavgm, fedadam and fedyogi: what a round keeps of the one before; 0.9");
  private static final Setting<Double> SERVER_BETA2 =
      Setting.number("server_beta2", Limits.fromToBelow(0, 1))
          .optional()
          .about("with fedadam and fedyogi: what the squares keep; 0.99");
  private static final Setting<Double> TAU =
      Setting.number("tau", Limits.above(0))
          .optional()
          .about("with fedadam and fedyogi: the larger, the less adaptive; 0.001");
  private static final Setting<Double> TRIM =
      Setting.number("trim", Limits.between(0, 0.5))
          .optional()
          .about("with trimmed_mean: the part of the clients left out at either end; 0.1");
  private static final Setting<Double> CLIP_NORM =
      Setting.number("clip_norm", Limits.atLeast(0))
          .or(0.0)
          .about("the longest that an update counts with; 0 for any");
  private static final Setting<Double> REJECT_ABOVE =
      Setting.number("reject_above", Limits.above(1))
          .optional()
          .about("times the round's median length, above which an update is left out");
  private static final Setting<String> STATISTICS =
      Setting.choice("statistics", List.of(AVERAGED, LOCAL))
          .or(AVERAGED)
          .about("batch norm's running statistics: averaged, or kept by each client");
  private static final Setting<Integer> FAILING =
      Setting.integer("failing_clients", 0).or(0).about("simulated: their training fails");
  private static final Setting<Integer> NAN =
      Setting.integer("nan_clients", 0).or(0).about("simulated: they send NaN");
  private static final Setting<Integer> POISONED =
      Setting.integer("poisoned_clients", 0)
          .or(0)
          .about("simulated: they send the opposite of what they learned, ten times as long");

  /** The settings that images, network or memory limit. */
  public static final List<String> LIMITED =
      Stream.of(CLIENTS, PARTITION, SHARDS, FRACTION, LOCAL_EPOCHS, STATISTICS)
          .map(Setting::name)
          .toList();

  private static final int DEFAULT_SHARDS = 2;
  private static final double DEFAULT_ALPHA = 0.5;
  private static final double DEFAULT_ADAPTIVE_RATE = 0.01;
  private static final double DEFAULT_MOMENTUM = 0.9;
  private static final double DEFAULT_BETA2 = 0.99;
  private static final double DEFAULT_TAU = 1e-3;
  private static final double DEFAULT_TRIM = 0.1;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "each epoch is a round of simulated clients, each with its own training images";
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of(
        CLIENTS,
        PARTITION,
        SHARDS,
        ALPHA,
        FRACTION,
        LOCAL_EPOCHS,
        STRATEGY,
        PROXIMAL_MU,
        SERVER_LEARNING_RATE,
        SERVER_MOMENTUM,
        SERVER_BETA2,
        TAU,
        TRIM,
        CLIP_NORM,
        REJECT_ABOVE,
        STATISTICS,
        FAILING,
        NAN,
        POISONED);
  }

  @Override
  public Optional<String> objection(Selection chosen) {
    FederatedSpec spec = spec(chosen);
    Division division = spec.division();
    Strategy strategy = spec.server().strategy();
    if (spec.fraction() * division.clients() < 1 - 1e-9) {
      return Optional.of(
          "one client a round at least: fraction × clients of 1 or more, not "
              + text(spec.fraction() * division.clients()));
    }
    if (strategy == Strategy.FEDPROX && spec.proximalMu() == 0) {
      return Optional.of("proximal_mu above 0 with strategy fedprox");
    }
    if (strategy == Strategy.TRIMMED_MEAN
        && (int) (spec.server().trim() * spec.participants() + 1e-9) == 0) {
      return Optional.of(
          "trim × the %d clients of a round of 1 or more, or none is trimmed"
              .formatted(spec.participants()));
    }
    if (spec.bad().count() > division.clients()) {
      return Optional.of(
          "at most as many bad clients as clients, not %d of %d"
              .formatted(spec.bad().count(), division.clients()));
    }
    return unused(chosen, division.partition(), strategy);
  }

  /** A setting that the file has and that means nothing beside the others. */
  private static Optional<String> unused(Selection chosen, Partition partition, Strategy strategy) {
    return need(chosen, SHARDS, partition == Partition.SHARDS, "partition shards")
        .or(() -> need(chosen, ALPHA, partition.hasAlpha(), "partition dirichlet or by_size"))
        .or(
            () ->
                need(
                    chosen,
                    SERVER_MOMENTUM,
                    strategy.hasMomentum(),
                    "strategy fedavgm, fedadam or fedyogi"))
        .or(() -> need(chosen, SERVER_BETA2, strategy.isAdaptive(), "strategy fedadam or fedyogi"))
        .or(() -> need(chosen, TAU, strategy.isAdaptive(), "strategy fedadam or fedyogi"))
        .or(() -> need(chosen, TRIM, strategy == Strategy.TRIMMED_MEAN, "strategy trimmed_mean"));
  }

  private static Optional<String> need(
      Selection chosen, Setting<?> setting, boolean means, String needed) {
    return means || chosen.find(setting).isEmpty()
        ? Optional.empty()
        : Optional.of("%s with %s alone".formatted(setting.name(), needed));
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }

  /** What the file's settings say, defaults filled in. */
  static FederatedSpec spec(Selection chosen) {
    Strategy strategy = Strategy.valueOf(chosen.get(STRATEGY).toUpperCase(Locale.ROOT));
    return new FederatedSpec(
        new Division(
            Partition.valueOf(chosen.get(PARTITION).toUpperCase(Locale.ROOT)),
            chosen.get(CLIENTS),
            chosen.find(SHARDS).orElse(DEFAULT_SHARDS),
            chosen.find(ALPHA).orElse(DEFAULT_ALPHA)),
        chosen.get(FRACTION),
        chosen.get(LOCAL_EPOCHS),
        chosen.get(PROXIMAL_MU),
        new Server(
            strategy,
            chosen
                .find(SERVER_LEARNING_RATE)
                .orElse(strategy.isAdaptive() ? DEFAULT_ADAPTIVE_RATE : 1.0),
            chosen.find(SERVER_MOMENTUM).orElse(DEFAULT_MOMENTUM),
            chosen.find(SERVER_BETA2).orElse(DEFAULT_BETA2),
            chosen.find(TAU).orElse(DEFAULT_TAU),
            chosen.find(TRIM).orElse(DEFAULT_TRIM)),
        new Screening(
            chosen.get(CLIP_NORM),
            chosen.find(REJECT_ABOVE).map(OptionalDouble::of).orElse(OptionalDouble.empty())),
        chosen.get(STATISTICS).equals(LOCAL),
        new BadClients(chosen.get(FAILING), chosen.get(NAN), chosen.get(POISONED)));
  }
}
