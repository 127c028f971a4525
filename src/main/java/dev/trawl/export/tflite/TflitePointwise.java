package dev.trawl.export.tflite;

import dev.trawl.export.graph.GraphNode.Pointwise;
import dev.trawl.export.graph.PointwiseFunction;
import dev.trawl.export.graph.UnsupportedLayerException;

/** A function, of the operators that there are. */
final class TflitePointwise {
  private final TfliteOperators operators;
  private final TfliteModel model;
  private final TfliteNumbers numbers;
  private final Pointwise node;
  private final int x;

  TflitePointwise(
      TfliteOperators operators, TfliteModel model, TfliteNumbers numbers, Pointwise node) {
    this.operators = operators;
    this.model = model;
    this.numbers = numbers;
    this.node = node;
    this.x = operators.tensor(node.input());
  }

  void write() throws UnsupportedLayerException {
    float alpha = node.function().alpha();
    switch (node.function().kind()) {
      case RELU -> operators.add(Operator.RELU, of(x), operators.result(node));
      case RELU6 -> operators.add(Operator.RELU6, of(x), operators.result(node));
      case LEAKY_RELU ->
          operators.add(
              Operator.LEAKY_RELU,
              of(x),
              operators.result(node),
              1,
              set -> set.addFloat(0, alpha, 0));
      case ELU -> {
        if (alpha != 1) {
          throw new UnsupportedLayerException(node.name(), "elu with alpha " + alpha);
        }
        operators.add(Operator.ELU, of(x), operators.result(node));
      }
      case SIGMOID -> {
        numbers.unit(node.name(), false);
        operators.add(Operator.LOGISTIC, of(x), operators.result(node));
      }
      case TANH -> {
        numbers.unit(node.name(), true);
        operators.add(Operator.TANH, of(x), operators.result(node));
      }
      case SWISH -> gated(x);
      case GELU -> gelu();
      case MISH -> mish();
    }
  }

  private int[] of(int... inputs) {
    return inputs;
  }

  /** x · sigmoid(of the other). */
  private void gated(int steep) {
    String name = node.name() + "_gate";
    numbers.unit(name, false);
    int gate = operators.between(node, name);
    operators.add(Operator.LOGISTIC, of(steep), gate);
    operators.add(Operator.MUL, of(x, gate), operators.result(node));
  }

  private void gelu() {
    float slope = PointwiseFunction.GELU_SLOPE;
    String name = node.name() + "_steep";
    numbers.times(name, node.input(), slope);
    int steep = operators.between(node, name);
    operators.add(Operator.MUL, of(x, numbers.factor(node.name() + "_slope", slope)), steep);
    gated(steep);
  }

  /** tanh(log(1 + e)) is p ÷ (p + 2) with p = e · (e + 2), and 1 to floats beyond x = 20. */
  private void mish() throws UnsupportedLayerException {
    numbers.need(node.name(), "the activation mish");
    int two = model.scalar(node.name() + "_two", 2);
    int small = operators.between(node, node.name() + "_small");
    operators.add(Operator.MINIMUM, of(x, model.scalar(node.name() + "_most", 20)), small);
    int power = operators.between(node, node.name() + "_power");
    operators.add(Operator.EXP, of(small), power);
    int more = operators.between(node, node.name() + "_more");
    operators.add(Operator.ADD, of(power, two), more);
    int product = operators.between(node, node.name() + "_product");
    operators.add(Operator.MUL, of(power, more), product);
    int below = operators.between(node, node.name() + "_below");
    operators.add(Operator.ADD, of(product, two), below);
    int gate = operators.between(node, node.name() + "_gate");
    operators.add(Operator.DIV, of(product, below), gate);
    operators.add(Operator.MUL, of(x, gate), operators.result(node));
  }
}
