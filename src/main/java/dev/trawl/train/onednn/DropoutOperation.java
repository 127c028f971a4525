package dev.trawl.train.onednn;

import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Drops numbers by chance in training, and divides the others by {@code kept}, so that the mean
 * stays (Srivastava et al. 2014, section 10).
 *
 * @param kept the fraction that stays, 0 &lt; kept ≤ 1
 * @param number tells it from the network's other dropouts
 */
record DropoutOperation(double kept, int number, Shape output) implements Operation {
  private static final int BITS = 24;

  @Override
  public String description() {
    return "dropout %.3g".formatted(1 - kept);
  }

  @Override
  public Tensor compile(ProgramBuilder program, List<Tensor> inputs) {
    Tensor input = inputs.get(0);
    if (!program.isTraining()) {
      return input;
    }
    memory.data_type type = memory.data_type.f32;
    Tensor drawn =
        program.allocate(
            program.layouts().describe(type, memory.format_tag.acdb, output.of(program.batch())));
    float[] numbers = new float[Math.toIntExact(output.size() * program.batch())];
    program.run(
        () -> {
          draw(program.random().numbers(number), numbers);
          new FloatPointer(drawn.memory().get_data_handle()).put(numbers);
        },
        drawn);
    Tensor mask = program.as(drawn, input.layout());
    Tensor result = program.allocate(input.layout());
    Activation scale = Activation.times(1 / kept); // Kept out of the mask, which may have 16 bits.
    program.elementwise().combine(algorithm.binary_mul, input, mask, result, scale);
    program.backwards(
        result,
        gradient -> {
          Tensor byInput = program.reuse(gradient);
          program.elementwise().combine(algorithm.binary_mul, gradient, mask, byInput, scale);
          program.contribute(input, byInput);
        });
    return result;
  }

  /** 1 for what is kept, 0 for what is dropped. */
  private void draw(SplittableRandom random, float[] mask) {
    int limit = (int) Math.round(kept * (1 << BITS));
    for (int i = 0; i < mask.length; i++) {
      mask[i] = random.nextInt() >>> (Integer.SIZE - BITS) < limit ? 1 : 0;
    }
  }
}
