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
    return open(spec, true);
  }

  /**
   * Opens one whose runs train elsewhere: it has the data, and says what a run is like. Whether
   * this machine could train any isn't asked.
   *
   * @throws IOException when the data can't be had, or is too small for each network
   */
  public FederatedTraining openForElsewhere(SweepSpec spec) throws IOException {
    return open(spec, false);
  }

  private FederatedTraining open(SweepSpec spec, boolean trainsHere) throws IOException {
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
    if (trainsHere) {
      checkMachine(spec, images);
    }
    return new Trainer(dataset, architectures, spec, rules, Environment.read(backend));
  }

  private void checkMachine(SweepSpec spec, TrainingImages images) throws IOException {
    MachineCheck machine = MachineCheck.of(architectures, spec, images);
    if (machine.problem() != null) {
      throw new IOException("no run can be trained: " + machine.problem());
    }
    machine.warnings().forEach(LOG::warn);
    if (Backend.isSlow()) {
      LOG.warn("networks run slowly: {}", machine.networks());
    }
  }
}
