package dev.trawl.export.tflite;

import dev.trawl.export.graph.GraphNode.Attention;
import dev.trawl.export.graph.TensorShape;
import dev.trawl.export.graph.Weights;
import java.util.ArrayList;
import java.util.List;

/** Self-attention, in floats. */
final class TfliteAttention {
  private final TfliteOperators operators;
  private final TfliteModel model;
  private final TfliteNumbers numbers;
  private final Attention node;
  private final TensorShape image;
  private final int tokens;
  private final int width;

  TfliteAttention(
      TfliteOperators operators,
      TfliteModel model,
      TfliteNumbers numbers,
      Attention node,
      TensorShape image) {
    this.operators = operators;
    this.model = model;
    this.numbers = numbers;
    this.node = node;
    this.image = image;
    this.tokens = image.height() * image.width();
    this.width = node.heads() * node.size();
  }

  void write() {
    int channels = image.channels();
    int rows = reshaped(operators.tensor(node.input()), "tokens", tokens, channels); // [b,t,c]
    int query = heads(project(rows, "query", node.query()), "query"); // [b,h,t,s]
    int key = heads(project(rows, "key", node.key()), "key");
    int value = heads(project(rows, "value", node.value()), "value");
    int products = multiply(query, key, true, "products", tokens); // [b,h,t,t]
    int scale = model.scalar(name("scale"), (float) (1 / Math.sqrt(node.size())));
    int scores = made("scores", node.heads(), tokens, tokens);
    operators.add(Operator.MUL, new int[] {products, scale}, scores);
    int shares = made("shares", node.heads(), tokens, tokens);
    operators.add(
        Operator.SOFTMAX, new int[] {scores}, shares, 1, options -> options.addFloat(0, 1, 0));
    int mixed = multiply(shares, value, false, "mixed", node.size()); // [b,h,t,s]
    int byToken = made("by_token", tokens, node.heads(), node.size());
    transpose(mixed, byToken, "by_token");
    int joined = reshaped(byToken, "joined", tokens, width); // [b,t,h·s]
    int output = project(joined, "output", node.output());
    int outputs = node.output().outputs();
    operators.reshape(
        output, node.name(), operators.result(node), image.height(), image.width(), outputs);
  }

  private String name(String part) {
    return node.name() + "_" + part;
  }

  private int made(String part, int... sizes) {
    List<Integer> all = new ArrayList<>(List.of(1));
    for (int size : sizes) {
      all.add(size);
    }
    return numbers.tensor(name(part), all);
  }

  private int reshaped(int tensor, String part, int... sizes) {
    int output = made(part, sizes);
    operators.reshape(tensor, name(part), output, sizes);
    return output;
  }

  private int project(int rows, String part, Weights weights) {
    int matrix = model.constant(name(part + "_weights"), weights.shape(), weights.values());
    int bias = model.constant(name(part + "_bias"), List.of(weights.outputs()), weights.bias());
    int output = made(part + "_projected", tokens, weights.outputs());
    operators.add(
        Operator.PROJECTION,
        new int[] {rows, matrix, bias},
        output,
        3,
        options -> options.addBoolean(2, true, false)); // The dimensions stay.
    return output;
  }

  private int heads(int projected, String part) {
    int split = reshaped(projected, part + "_split", tokens, node.heads(), node.size());
    int turned = made(part, node.heads(), tokens, node.size());
    transpose(split, turned, part);
    return turned;
  }

  private void transpose(int tensor, int output, String part) {
    int order = model.integers(name(part + "_order"), 0, 2, 1, 3);
    operators.add(Operator.TRANSPOSE, new int[] {tensor, order}, output);
  }

  private int multiply(int one, int other, boolean turned, String part, int columns) {
    int output = made(part, node.heads(), tokens, columns);
    operators.add(
        Operator.BATCH_MATMUL,
        new int[] {one, other},
        output,
        2,
        options -> options.addBoolean(1, turned, false));
    return output;
  }
}
