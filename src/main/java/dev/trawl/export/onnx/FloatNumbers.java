package dev.trawl.export.onnx;

import dev.trawl.export.graph.ModelGraph;
import dev.trawl.export.graph.Weights;
import dev.trawl.export.onnx.OnnxModel.Attribute;
import java.util.List;

/** 32-bit floats. */
record FloatNumbers(OnnxModel model) implements OnnxNumbers {
  private static final int FLOAT = 1;
  private static final float WHITE = 255;

  @Override
  public void images(String image) {
    model.node("Cast", List.of(image), "pixels", Attribute.of("to", FLOAT));
    model.node("Div", List.of("pixels", model.scalar("white", WHITE)), ModelGraph.INPUT);
  }

  @Override
  public String input(String tensor) {
    return tensor;
  }

  @Override
  public String result(String tensor) {
    return tensor;
  }

  @Override
  public void finish(String tensor) {}

  @Override
  public void finishLike(String tensor, String other) {}

  @Override
  public String weights(String name, String input, Weights weights) {
    return model.floats(name, weights.values(), weights.shape());
  }

  @Override
  public String bias(String name, String input, Weights weights) {
    return model.floats(name, weights.bias(), List.of(weights.outputs()));
  }

  @Override
  public void need(String layer, String kind) {}
}
