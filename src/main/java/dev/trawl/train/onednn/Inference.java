package dev.trawl.train.onednn;

import dev.trawl.model.ImageShape;
import dev.trawl.model.Network;
import java.util.Objects;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network's predictions in 32-bit floats, by the parameters that it has at each call: compiled
 * for oneDNN where that can be, Deeplearning4j's own otherwise. For one thread.
 */
public final class Inference implements AutoCloseable {
  private final ComputationGraph network;
  private final Arena arena;

  /** Null until the first images say of which shape they are, and where the network stays stock. */
  private @Nullable GraphPlan plan;

  private final ProgramCache<Long, NetworkProgram> programs = new ProgramCache<>(this::program);

  private Inference(ComputationGraph network, Arena arena) {
    this.network = network;
    this.arena = arena;
  }

  /** Of a network, which stays the caller's to close. */
  public static Inference of(Network network) {
    return of(network.deeplearning4j());
  }

  static Inference of(ComputationGraph network) {
    return new Inference(network, new Arena());
  }

  /** The same in an arena where other programs of the same thread work. */
  static Inference of(ComputationGraph network, Arena arena) {
    return new Inference(network, arena);
  }

  /**
   * Each image's probabilities, without dropout. The same network gives the same numbers, bit for
   * bit.
   *
   * @param images [batch, channels, height, width], from 0 to 1; of one shape at all calls
   * @return [batch, classes], row by row
   */
  public float[] probabilities(INDArray images) {
    if (Backend.problem().isPresent() || plan(images).gap().isPresent()) {
      try (INDArray output = network.outputSingle(false, images)) {
        return output.dup('c').data().asFloat();
      }
    }
    NetworkProgram program = programs.get(images.size(0));
    program.forward(images);
    return program.probabilities();
  }

  private GraphPlan plan(INDArray images) {
    if (plan == null) {
      int[] sizes = {(int) images.size(1), (int) images.size(2), (int) images.size(3)};
      plan = GraphPlan.of(network.getConfiguration(), new ImageShape(sizes[0], sizes[1], sizes[2]));
    }
    return plan;
  }

  private NetworkProgram program(long batch) {
    GraphPlan known = Objects.requireNonNull(plan).folded();
    return new NetworkProgram(known, FlatParameters.of(network), known.prediction(batch), arena);
  }

  /** Frees native memory, not the network's. */
  @Override
  public void close() {
    programs.close();
    arena.close();
  }
}
