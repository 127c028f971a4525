package dev.trawl.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.memory.MemoryWorkspaceManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network with its weights and its updater's state: input [batch, channels, height, width],
 * output [batch, classes] that sums to 1. For one thread at a time. Its arrays are native memory,
 * which {@link #close} frees.
 */
public final class Network implements AutoCloseable {
  private static final float[] NOTHING = {};

  private final ComputationGraph network;

  private Network(ComputationGraph network) {
    this.network = network;
  }

  /** Takes an initialised one over. */
  public static Network of(ComputationGraph network) {
    return new Network(network);
  }

  /** A new one, with the initial weights that the configuration's seed decides. */
  public static Network of(ComputationGraphConfiguration configuration) {
    ComputationGraph network = new ComputationGraph(configuration);
    network.init();
    return new Network(network);
  }

  /**
   * A network as it was written, here or by Deeplearning4j. The bytes may be anybody's: nothing in
   * them is run, and no more is allocated than they take up.
   *
   * @throws IOException when the bytes are no model file, with what was found in them
   */
  public static Network read(byte[] model) throws IOException {
    try {
      return new Network(ModelReader.read(model));
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "need a Deeplearning4j model file, found %,d bytes that are none: %s"
              .formatted(model.length, e.getMessage()),
          e);
    }
  }

  /**
   * As Deeplearning4j's own model file, a zip of configuration, weights and updater's state:
   * training goes on from it bit for bit. The same network gives the same bytes.
   */
  public byte[] write() {
    return write(true, null, NOTHING);
  }

  /**
   * The same, and beside it what Deeplearning4j passes over.
   *
   * @param trained what training goes on with where the network's weights are an average over the
   *     steps; null for a network with its own weights
   * @param remembered what the server of a federated run goes on with beside the weights; may be
   *     empty
   */
  public byte[] write(float @Nullable [] trained, float[] remembered) {
    return write(true, trained, remembered);
  }

  /**
   * The weights that training goes on with; empty for a file of a network with its own weights.
   *
   * @throws IOException when the bytes are no model file, with what was found in them
   */
  public static Optional<float[]> trained(byte[] model) throws IOException {
    return ModelReader.trained(model);
  }

  /** The same without the updater's state, a third of the size: enough to predict. */
  public byte[] writeForInference() {
    return write(false, null, NOTHING);
  }

  /**
   * What a federated run's server remembered when {@link #write(float[], float[])} wrote the file;
   * empty for nothing.
   *
   * @throws IOException when the bytes are no model file, with what was found in them
   */
  public static Optional<float[]> remembered(byte[] model) throws IOException {
    return ModelReader.remembered(model);
  }

  private byte[] write(boolean updater, float @Nullable [] trained, float[] remembered) {
    try {
      return ModelWriter.write(network, updater, trained, remembered);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // What is written to memory has none.
    }
  }

  /** All weights as one flat vector: the network's own memory, not a copy. */
  public INDArray flatWeights() {
    return network.params();
  }

  /** How many numbers training changes. */
  public long weights() {
    return network.numParams();
  }

  /**
   * Each image's probabilities, without dropout.
   *
   * @param images [batch, channels, height, width], from 0 to 1
   * @return [batch, classes], row by row
   */
  public float[] probabilities(INDArray images) {
    try (INDArray output = network.outputSingle(false, images)) {
      return output.dup('c').data().asFloat();
    }
  }

  /** Counts an epoch; whoever loads the model sees how many it was trained. */
  public void endEpoch() {
    network.incrementEpochCount();
  }

  /** What it is to Deeplearning4j: for {@code model} and {@code train.onednn} only. */
  public ComputationGraph deeplearning4j() {
    return network;
  }

  /**
   * What {@link ComputationGraph#close} does, but for its two full collections of the heap, for
   * which all threads would wait.
   */
  @Override
  public void close() {
    free(network.params());
    free(network.getFlattenedGradients());
    ComputationGraphUpdater updater = network.getUpdater(false);
    free(updater == null ? null : updater.getStateViewArray());
    MemoryWorkspaceManager workspaces = Nd4j.getWorkspaceManager();
    workspaces.getAllWorkspacesForCurrentThread().forEach(workspaces::destroyWorkspace);
  }

  /** Of a view of all of an array, as Deeplearning4j gives of its parameters, that array. */
  private static void free(@Nullable INDArray array) {
    if (array == null || array.wasClosed()) {
      return;
    }
    DataBuffer viewed = array.data().originalDataBuffer();
    DataBuffer memory = viewed == null ? array.data() : viewed;
    if (memory.closeable() && memory.length() == array.length()) {
      memory.close();
    }
  }
}
