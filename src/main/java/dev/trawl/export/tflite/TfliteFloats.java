package dev.trawl.export.tflite;

import dev.trawl.export.graph.ModelGraph;
import dev.trawl.export.graph.Weights;
import dev.trawl.export.tflite.TfliteModel.Numbers;
import java.util.List;

/** 32-bit floats; the images come as unsigned bytes. */
record TfliteFloats(TfliteModel model) implements TfliteNumbers {
  private static final float STEP = 1 / 255f;

  @Override
  public Images images(List<Integer> sizes) {
    int input = model.tensor("image", Numbers.UINT8, sizes, null);
    int pixels = tensor("pixels", sizes);
    model.operator(
        Operator.CAST,
        version(Operator.CAST),
        new int[] {input},
        pixels,
        2,
        options -> {
          options.addByte(0, Numbers.UINT8.code(), (byte) 0);
          options.addByte(1, Numbers.FLOAT32.code(), (byte) 0);
        });
    int scaled = tensor(ModelGraph.INPUT, sizes);
    int[] product = {pixels, factor("pixel_step", STEP)};
    model.operator(Operator.MUL, version(Operator.MUL), product, scaled, 1, options -> {});
    return new Images(input, scaled);
  }

  @Override
  public int tensor(String name, List<Integer> sizes) {
    return model.tensor(name, Numbers.FLOAT32, sizes, null);
  }

  @Override
  public void like(String tensor, String other) {}

  @Override
  public void times(String tensor, String other, float factor) {}

  @Override
  public void unit(String tensor, boolean signed) {}

  @Override
  public int weights(String name, String input, Weights weights, WeightLayout layout) {
    return model.constant(name, layout.sizes(), layout.moved(weights.values()));
  }

  @Override
  public int bias(String name, String input, Weights weights, WeightLayout layout) {
    return model.constant(name, List.of(weights.outputs()), weights.bias());
  }

  @Override
  public int factor(String name, float value) {
    return model.scalar(name, value);
  }

  @Override
  public int version(Operator operator) {
    return operator.floats();
  }

  @Override
  public void need(String layer, String kind) {}
}
