package dev.trawl.train.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import dev.trawl.train.onednn.MatrixProduct.Matrix;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.softmax_forward;

/**
 * The last layer: a dense one, softmax, and the cross-entropy with the labels, which may be any
 * probabilities. Its first input is what it is trained on; a second one, if there is dropout
 * between the two, what it is measured by.
 */
record OutputOperation(Matrix matrix) implements Operation {
  @Override
  public String description() {
    return "output + softmax";
  }

  @Override
  public Shape output() {
    return Shape.vector(matrix.outputs());
  }

  @Override
  public boolean hasParameters() {
    return true;
  }

  @Override
  public Tensor compile(ProgramBuilder program, List<Tensor> inputs) {
    memory.data_type type = memory.data_type.f32;
    Shape shape = Shape.vector(matrix.inputs());
    MatrixProduct product = new MatrixProduct(matrix, program, program.rows(inputs.get(0), shape));
    Tensor logits = product.forward(type, Activation.IDENTITY);
    Tensor probabilities = program.allocate(logits.layout());
    softmax(program, logits, probabilities);
    Tensor measured = logits;
    if (inputs.size() > 1 && program.isTraining()) {
      Tensor whole = program.rows(inputs.get(1), shape);
      measured = new MatrixProduct(matrix, program, whole).forward(type, Activation.IDENTITY);
    }
    ArrayMemory labels = program.scope().bind(logits.layout(), program.batch(), matrix.outputs());
    program.result(measured, probabilities, labels);
    program.backwards(
        () -> {
          Tensor gradient = program.allocate(logits.layout());
          Activation mean = Activation.times(1.0 / program.batch());
          Tensor truth = program.external(labels, logits.layout());
          program.elementwise().combine(algorithm.binary_sub, probabilities, truth, gradient, mean);
          product.backwardWeights(gradient);
          if (!inputs.get(0).isConstant()) {
            program.contribute(
                inputs.get(0), program.pixels(product.backwardInput(gradient), shape));
          }
        });
    return probabilities;
  }

  private static void softmax(ProgramBuilder program, Tensor logits, Tensor probabilities) {
    program.run(
        new softmax_forward.primitive_desc(
            program.scope().engine(),
            program.kind(),
            algorithm.softmax_accurate,
            logits.layout(),
            probabilities.layout(),
            1,
            program.scope().attributes(),
            false),
        softmax_forward::new,
        new Arguments().with(DNNL_ARG_SRC, logits).with(DNNL_ARG_DST, probabilities));
  }
}
