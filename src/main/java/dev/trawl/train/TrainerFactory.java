package dev.trawl.train;

import dev.trawl.data.Dataset;
import dev.trawl.data.DatasetException;
import dev.trawl.data.Datasets;
import dev.trawl.model.Architectures;
import dev.trawl.model.ImageShape;
import dev.trawl.model.SizeCheck;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.train.onednn.NetworkTrainer;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens trainings on the real data with Deeplearning4j. Safe for use by many threads. */
public final class TrainerFactory implements TrainingFactory {
  private static final Logger LOG = LoggerFactory.getLogger(TrainerFactory.class);
  private static final int LARGE_ENOUGH = 64;

  private final Datasets datasets;
  private final Architectures architectures;
  private final EpochRules rules;

  public TrainerFactory(Datasets datasets, Architectures architectures, EpochRules rules) {
    this.datasets = datasets;
    this.architectures = architectures;
    this.rules = rules;
  }

  @Override
  public Training open(SweepSpec spec) throws IOException {
    Dataset dataset = datasets.load(spec.dataset(), spec.seed());
    ImageShape shape = new ImageShape(dataset.channels(), dataset.height(), dataset.width());
    SizeCheck sizes = architectures.checkSizes(spec.models(), spec.search().parameters(), shape);
    if (sizes.none()) {
      throw new DatasetException("%s: %s".formatted(dataset.name(), sizes.describe()));
    }
    dataset.notes().forEach(note -> LOG.warn("{}: {}", dataset.name(), note));
    if (!sizes.unfit().isEmpty()) {
      LOG.warn("{}: {}", dataset.name(), sizes.describe());
    }
    Map<String, String> environment = Environment.read(NativeBackend.inspect());
    environment.put(
        "layers",
        spec.models().stream()
            .map(model -> (spec.models().size() == 1 ? "" : model + " on ") + layers(model))
            .collect(Collectors.joining("; ")));
    return new Trainer(dataset, architectures, spec, rules, environment);
  }

  /** Hyperparameters change sizes, not kinds, so the defaults on any image say it. */
  private String layers(String model) {
    ImageShape shape = new ImageShape(1, LARGE_ENOUGH, LARGE_ENOUGH);
    return NetworkTrainer.summarize(architectures.configure(model, Map.of(), shape, 2, 0));
  }
}
