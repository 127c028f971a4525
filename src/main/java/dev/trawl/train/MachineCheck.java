package dev.trawl.train;

import dev.trawl.model.Architectures;
import dev.trawl.model.NetworkConfiguration;
import dev.trawl.model.TrainingParameters;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.train.onednn.Backend;
import dev.trawl.train.onednn.NativeThreads;
import dev.trawl.train.onednn.NetworkTrainer;
import dev.trawl.train.onednn.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether this machine can train the runs of a sweep, and how, before any is begun.
 *
 * @param networks what they run on, in one line for people
 * @param memory what they need; null where that isn't known
 * @param warnings what their user should know
 * @param problem why none of them can be trained; null where one can
 */
public record MachineCheck(
    String networks, @Nullable MemoryNeed memory, List<String> warnings, @Nullable String problem) {
  public MachineCheck {
    warnings = List.copyOf(warnings);
  }

  /** Loads native libraries. */
  public static MachineCheck of(
      Architectures architectures, SweepSpec spec, TrainingImages images) {
    return of(new RunNetworks(architectures, spec, images));
  }

  static MachineCheck of(RunNetworks networks) {
    NativeBackend.prepare();
    List<String> warnings = new ArrayList<>();
    networks.load().warning().ifPresent(warnings::add);
    SweepSpec spec = networks.spec();
    TrainingImages images = networks.images();
    Refusals refusals = Refusals.of(networks.architectures(), spec, images);
    refusals.warning().ifPresent(warnings::add);
    MemoryNeed memory = MemoryNeed.of(networks).orElse(null);
    if (memory != null && memory.warning() != null) {
      warnings.add(memory.warning());
    }
    List<Optional<String>> federated = new FederatedRuns(networks).refusals();
    Optional<String> refused = federated.stream().flatMap(Optional::stream).findFirst();
    boolean isNone = federated.stream().allMatch(Optional::isPresent);
    if (!isNone) {
      refused.ifPresent(why -> warnings.add("some runs will be refused: " + why));
    }
    String problem =
        refusals
            .problem()
            .or(() -> refused.filter(why -> isNone))
            .orElse(memory == null ? null : memory.problem());
    String explained = Backend.explain() + refusals.automatic();
    return new MachineCheck(explained, memory, warnings, problem);
  }

  /**
   * Why some combinations of what networks are refused for can't be trained.
   *
   * @param combinations how many there are
   * @param reasons of each that can't
   * @param chosen precisions that {@code auto} becomes
   */
  private record Refusals(int combinations, List<String> reasons, Set<String> chosen) {
    static Refusals of(Architectures architectures, SweepSpec spec, TrainingImages images) {
      int combinations = 0;
      List<String> reasons = new ArrayList<>();
      Set<String> chosen = new TreeSet<>();
      for (String model : spec.models()) {
        for (Object precision : values(spec, TrainingParameters.PRECISION, "float32")) {
          Optional<NetworkConfiguration> network =
              architectures
                  .fitting(model, spec.search().parameters(), images.shape())
                  .map(sizes -> network(architectures, model, with(sizes, precision), images));
          if (Precision.named(precision.toString()).isEmpty()) {
            network.map(NetworkTrainer::fastest).map(Precision::key).ifPresent(chosen::add);
          }
          List<Object> one = List.of(1L); // A federated run's threads train a client each.
          for (Object threads :
              spec.training().federated() == null
                  ? values(spec, TrainingParameters.THREADS, 1L)
                  : one) {
            if (network.isPresent()) {
              combinations++;
              refusal(network.get(), precision, threads).ifPresent(reasons::add);
            }
          }
        }
      }
      return new Refusals(combinations, reasons, chosen);
    }

    private static List<Object> values(SweepSpec spec, String name, Object otherwise) {
      Distribution searched = spec.search().parameters().get(name);
      return searched == null ? List.of(otherwise) : searched.samples();
    }

    private static Map<String, Object> with(Map<String, Object> sizes, Object precision) {
      Map<String, Object> values = new LinkedHashMap<>(sizes);
      values.put(TrainingParameters.PRECISION, precision);
      return values;
    }

    private static NetworkConfiguration network(
        Architectures architectures,
        String model,
        Map<String, Object> values,
        TrainingImages images) {
      return architectures.configure(model, values, images.shape(), images.classes(), 0);
    }

    private static Optional<String> refusal(
        NetworkConfiguration network, Object precision, Object threads) {
      Precision asked = Precision.named(precision.toString()).orElse(Precision.FLOAT32);
      return NetworkTrainer.refusal(network, asked)
          .or(() -> NativeThreads.refusal(network, ((Number) threads).intValue()));
    }

    /** What {@code auto} becomes, as the end of a line; nothing where no run asks for it. */
    String automatic() {
      return chosen.isEmpty() ? "" : "; precision auto is " + String.join(" or ", chosen);
    }

    Optional<String> problem() {
      return reasons.isEmpty() || reasons.size() < combinations
          ? Optional.empty()
          : Optional.of(reasons.get(0));
    }

    Optional<String> warning() {
      Set<String> distinct = new LinkedHashSet<>(reasons);
      return reasons.isEmpty() || reasons.size() == combinations
          ? Optional.empty()
          : Optional.of("some runs will be refused: " + String.join("; ", distinct));
    }
  }
}
