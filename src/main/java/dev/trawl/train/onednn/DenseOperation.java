package dev.trawl.train.onednn;

import dev.trawl.train.onednn.MatrixProduct.Matrix;
import java.util.List;

/**
 * A dense layer, f(x·W + b).
 *
 * @param matrix W and b; Deeplearning4j keeps W, [inputs, outputs], in f order
 */
record DenseOperation(Matrix matrix, Activation activation) implements Operation {
  @Override
  public String description() {
    return "dense" + activation.suffix();
  }

  @Override
  public Shape output() {
    return Shape.vector(matrix.outputs());
  }

  @Override
  public boolean keepsOutput() {
    return !activation.isIdentity();
  }

  @Override
  public boolean hasParameters() {
    return true;
  }

  @Override
  public Tensor compile(ProgramBuilder program, List<Tensor> inputs) {
    Tensor input = inputs.get(0);
    Shape shape = Shape.vector(matrix.inputs());
    boolean fused = activation.isIdentity() || activation.byOutput() || !program.isTraining();
    Activation function = fused ? activation : Activation.IDENTITY;
    MatrixProduct product = new MatrixProduct(matrix, program, program.rows(input, shape));
    Tensor result = program.pixels(product.forward(program.layouts().type(), function), output());
    program.backwards(
        result,
        gradient -> {
          Tensor bySum = program.elementwise().gradient(function, result, gradient);
          Tensor rows = program.rows(bySum, output());
          product.backwardWeights(rows);
          if (!input.isConstant()) {
            program.contribute(input, program.pixels(product.backwardInput(rows), shape));
          }
          bySum.release();
        });
    return fused
        ? result
        : new ActivationOperation(activation, output(), false).compile(program, List.of(result));
  }
}
