package dev.trawl.train;

import dev.trawl.data.Datasets;
import dev.trawl.model.Architectures;
import dev.trawl.sweep.SweepSpec;
import java.io.IOException;

/** Opens trainings on the real data with Deeplearning4j. Safe for use by many threads. */
public final class TrainerFactory implements TrainingFactory {
  private final Datasets datasets;
  private final Architectures architectures;

  public TrainerFactory(Datasets datasets, Architectures architectures) {
    this.datasets = datasets;
    this.architectures = architectures;
  }

  @Override
  public Training open(SweepSpec spec) throws IOException {
    return new Trainer(
        datasets.load(spec.dataset(), spec.seed()),
        architectures.architecture(spec.model()),
        spec,
        Environment.read(NativeBackend.inspect()));
  }
}
