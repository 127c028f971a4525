package dev.trawl.train;

import dev.trawl.data.Dataset;
import dev.trawl.data.DatasetException;
import dev.trawl.data.Datasets;
import dev.trawl.model.Architectures;
import dev.trawl.model.SizeCheck;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.train.onednn.Backend;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens trainings on the real data with Deeplearning4j. Safe for use by many threads. */
public final class TrainerFactory implements TrainingFactory {
  private static final Logger LOG = LoggerFactory.getLogger(TrainerFactory.class);

  private final Datasets datasets;
  private final Architectures architectures;
  private final EpochRules rules;

  public TrainerFactory(Datasets datasets, Architectures architectures, EpochRules rules) {
    this.datasets = datasets;
    this.architectures = architectures;
    this.rules = rules;
  }

  @Override
  public FederatedTraining open(SweepSpec spec) throws IOException {
    return open(spec, Part.RUNS);
  }

  /**
   * Opens one of which this machine has a part; in any case it has the data, and says what a run is
   * like.
   *
   * @throws IOException when the data can't be had, or is too small for each network, or no run's
   *     part can be trained here
   */
  public FederatedTraining open(SweepSpec spec, Part part) throws IOException {
    Dataset dataset = datasets.load(spec.dataset(), spec.seed());
    TrainingImages images = Trainer.images(dataset);
    SizeCheck sizes =
        architectures.checkSizes(spec.models(), spec.search().parameters(), images.shape());
    if (sizes.none()) {
      throw new DatasetException("%s: %s".formatted(dataset.name(), sizes.describe()));
    }
    dataset.notes().forEach(note -> LOG.warn("{}: {}", dataset.name(), note));
    if (!sizes.unfit().isEmpty()) {
      LOG.warn("{}: {}", dataset.name(), sizes.describe());
    }
    NativeBackend backend = NativeBackend.inspect();
    RunNetworks networks = new RunNetworks(architectures, spec, images, part);
    if (part != Part.NOTHING) {
      checkMachine(networks);
    }
    return new Trainer(dataset, networks, rules, Environment.read(backend));
  }

  private static void checkMachine(RunNetworks networks) throws IOException {
    MachineCheck machine = MachineCheck.of(networks);
    if (machine.problem() != null) {
      throw new IOException("no run can be trained: " + machine.problem());
    }
    machine.warnings().forEach(LOG::warn);
    if (Backend.isSlow()) {
      LOG.warn("networks run slowly: {}", machine.networks());
    }
  }
}
