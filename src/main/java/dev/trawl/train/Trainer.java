package dev.trawl.train;

import dev.trawl.data.Dataset;
import dev.trawl.model.Architecture;
import dev.trawl.model.Hyperparameters;
import dev.trawl.model.ImageShape;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/** Trains the runs of one sweep with Deeplearning4j, on one copy of its images. */
final class Trainer implements Training {
  private final Dataset dataset;
  private final Architecture architecture;
  private final SweepSpec spec;
  private final Map<String, String> environment;

  Trainer(
      Dataset dataset, Architecture architecture, SweepSpec spec, Map<String, String> environment) {
    this.dataset = dataset;
    this.architecture = architecture;
    this.spec = spec;
    this.environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  @Override
  public DatasetInfo dataset() {
    return DatasetDescription.of(dataset);
  }

  @Override
  public Map<String, String> environment() {
    return environment;
  }

  @Override
  public RunEnd train(Run run, @Nullable Resumption from, TrainingObserver observer) {
    Hyperparameters values;
    MultiLayerNetwork network;
    try {
      values = new Hyperparameters(architecture.hyperparameters(), run.parameters());
      network = from == null ? build(values, run.seed()) : ModelFiles.read(from.last().model());
    } catch (IllegalArgumentException e) {
      throw new TrainingException(String.valueOf(e.getMessage()), e);
    }
    try {
      return new RunTraining(dataset, spec, values, run.seed(), network, from).train(observer);
    } finally {
      network.close();
      Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    }
  }

  private MultiLayerNetwork build(Hyperparameters values, long seed) {
    ImageShape shape = new ImageShape(dataset.channels(), dataset.height(), dataset.width());
    MultiLayerNetwork network =
        new MultiLayerNetwork(architecture.configure(values, shape, dataset.labels().size(), seed));
    network.init();
    return network;
  }

  @Override
  public void close() {
    // The images are on the heap: nothing to give back.
  }
}
