package dev.trawl.train;

import dev.trawl.data.Dataset;
import dev.trawl.data.Datasets;
import dev.trawl.model.Architectures;
import dev.trawl.model.ImageShape;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.train.onednn.Acceleration;
import java.io.IOException;
import java.util.Map;

/** Opens trainings on the real data with Deeplearning4j. Safe for use by many threads. */
public final class TrainerFactory implements TrainingFactory {
  private static final int LARGE_ENOUGH = 64;

  private final Datasets datasets;
  private final Architectures architectures;

  public TrainerFactory(Datasets datasets, Architectures architectures) {
    this.datasets = datasets;
    this.architectures = architectures;
  }

  @Override
  public Training open(SweepSpec spec) throws IOException {
    Dataset dataset = datasets.load(spec.dataset(), spec.seed());
    Map<String, String> environment = Environment.read(NativeBackend.inspect());
    environment.put("layers", layers(spec.model()));
    return new Trainer(dataset, architectures, spec, environment);
  }

  /** Hyperparameters change sizes, not kinds, so the defaults on any image say it. */
  private String layers(String model) {
    ImageShape shape = new ImageShape(1, LARGE_ENOUGH, LARGE_ENOUGH);
    return Acceleration.summarize(architectures.defaults(model, shape, 2));
  }
}
