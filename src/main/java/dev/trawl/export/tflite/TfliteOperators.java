package dev.trawl.export.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.trawl.export.graph.GraphNode;
import dev.trawl.export.graph.ModelGraph;
import dev.trawl.export.graph.TensorShape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** The operators that were written so far, and the tensors that they give, by their nodes. */
final class TfliteOperators {
  private final ModelGraph graph;
  private final TfliteModel model;
  private final TfliteNumbers numbers;
  private final Map<String, Integer> tensors = new HashMap<>();

  TfliteOperators(ModelGraph graph, TfliteModel model, TfliteNumbers numbers) {
    this.graph = graph;
    this.model = model;
    this.numbers = numbers;
  }

  /** Makes the graph's input of the images; gives the tensor that a caller fills. */
  int input() {
    TfliteNumbers.Images images = numbers.images(sizes(graph.images()));
    tensors.put(ModelGraph.INPUT, images.scaled());
    return images.input();
  }

  /** A batch of one image, which a caller makes larger. */
  private static List<Integer> sizes(TensorShape shape) {
    return shape.isVector()
        ? List.of(1, shape.channels())
        : List.of(1, shape.height(), shape.width(), shape.channels());
  }

  int tensor(String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }

  /** The node's own result. */
  int result(GraphNode node) {
    int tensor = numbers.tensor(node.name(), sizes(graph.shape(node.name())));
    tensors.put(node.name(), tensor);
    return tensor;
  }

  /** One between, of the node's shape. */
  int between(GraphNode node, String name) {
    return numbers.tensor(name, sizes(graph.shape(node.name())));
  }

  void add(
      Operator operator, int[] inputs, int output, int fields, Consumer<FlatBufferBuilder> set) {
    model.operator(operator, numbers.version(operator), inputs, output, fields, set);
  }

  void add(Operator operator, int[] inputs, int output) {
    add(operator, inputs, output, 1, options -> {});
  }

  /** To these sizes behind the batch, which is what is left. */
  void reshape(int tensor, String name, int output, int... sizes) {
    int[] all = new int[sizes.length + 1];
    all[0] = -1;
    System.arraycopy(sizes, 0, all, 1, sizes.length);
    int shape = model.integers(name + "_shape", all);
    int vector = model.integerVector(all);
    add(
        Operator.RESHAPE,
        new int[] {tensor, shape},
        output,
        1,
        options -> options.addOffset(0, vector, 0));
  }
}
