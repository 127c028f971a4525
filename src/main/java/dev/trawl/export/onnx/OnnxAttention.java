package dev.trawl.export.onnx;

import dev.trawl.export.graph.GraphNode.Attention;
import dev.trawl.export.graph.TensorShape;
import dev.trawl.export.graph.Weights;
import dev.trawl.export.onnx.OnnxModel.Attribute;
import java.util.List;

/** Self-attention in ONNX's elementary operators, in floats. */
record OnnxAttention(OnnxModel model, Attention node, TensorShape image) {
  private static final List<Integer> SWAP_LAST = List.of(0, 2, 1);

  /** Heads before tokens. */
  private static final List<Integer> BY_HEAD = List.of(0, 2, 1, 3);

  /** The same with the tokens last. */
  private static final List<Integer> BY_HEAD_TURNED = List.of(0, 2, 3, 1);

  void write() {
    int width = node.heads() * node.size();
    String flat = reshape(node.input(), "pixels", image.channels(), tokens()); // [b,c,t]
    String rows = transpose(flat, "tokens", SWAP_LAST); // [b,t,c]
    String query = heads(project(rows, "query", node.query()), "query", BY_HEAD); // [b,h,t,s]
    String key = heads(project(rows, "key", node.key()), "key", BY_HEAD_TURNED); // [b,h,s,t]
    String value = heads(project(rows, "value", node.value()), "value", BY_HEAD);
    String scale = model.scalar(name("scale"), (float) (1 / Math.sqrt(node.size())));
    String products = model.node("MatMul", List.of(query, key), name("products"));
    String scores = model.node("Mul", List.of(products, scale), name("scores")); // [b,h,t,t]
    String shares =
        model.node("Softmax", List.of(scores), name("shares"), Attribute.of("axis", -1));
    String mixed = model.node("MatMul", List.of(shares, value), name("mixed")); // [b,h,t,s]
    String joined = reshape(transpose(mixed, "by_token", BY_HEAD), "joined", tokens(), width);
    String output = project(joined, "output", node.output()); // [b,t,o]
    String turned = transpose(output, "turned", SWAP_LAST); // [b,o,t]
    int outputs = node.output().outputs();
    String shape = model.sizes(name("image_shape"), 0, outputs, image.height(), image.width());
    model.node("Reshape", List.of(turned, shape), node.name());
  }

  private int tokens() {
    return image.height() * image.width();
  }

  private String name(String part) {
    return node.name() + "_" + part;
  }

  /** The weights are turned, [inputs, outputs], since MatMul multiplies rows by columns. */
  private String project(String rows, String part, Weights weights) {
    int outputs = weights.outputs();
    int inputs = weights.shape().get(1);
    float[] turned = new float[weights.values().length];
    for (int output = 0; output < outputs; output++) {
      for (int input = 0; input < inputs; input++) {
        turned[input * outputs + output] = weights.values()[output * inputs + input];
      }
    }
    String matrix = model.floats(name(part + "_weights"), turned, List.of(inputs, outputs));
    return model.node("MatMul", List.of(rows, matrix), name(part + "_projected"));
  }

  private String heads(String projected, String part, List<Integer> order) {
    String split = reshape(projected, part + "_split", tokens(), node.heads(), node.size());
    return transpose(split, part, order);
  }

  private String transpose(String tensor, String part, List<Integer> order) {
    return model.node("Transpose", List.of(tensor), name(part), Attribute.of("perm", order));
  }

  /** To these sizes behind the batch, which stays. */
  private String reshape(String tensor, String part, int... sizes) {
    int[] all = new int[sizes.length + 1];
    System.arraycopy(sizes, 0, all, 1, sizes.length);
    return model.node(
        "Reshape", List.of(tensor, model.sizes(name(part + "_shape"), all)), name(part));
  }
}
