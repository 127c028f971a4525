package dev.trawl.export;

import dev.trawl.data.PixelArrays;
import dev.trawl.model.Architectures;
import dev.trawl.model.ImageShape;
import dev.trawl.model.Network;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One of each architecture, as small as it gets, whose running statistics are not the initial. */
final class SmallNetworks {
  static final ModelInfo INFO = new ModelInfo(new ImageShape(2, 12, 11), List.of("a", "b", "c"));

  static final int IMAGE_BYTES = 2 * 12 * 11;

  private static final Map<String, Object> CNN =
      Map.of("filters", List.of(4L, 8L), "dense_units", 9L);

  private SmallNetworks() {}

  /** By a name that says what it is. */
  static Map<String, Settings> all() {
    Map<String, Settings> all = new LinkedHashMap<>();
    all.put("cnn", new Settings("cnn", CNN));
    for (String activation :
        List.of("leaky_relu", "relu6", "elu", "swish", "gelu", "mish", "tanh", "sigmoid")) {
      all.put(
          "cnn with " + activation,
          new Settings("cnn", and(CNN, Map.of("activation", activation, "batch_norm", true))));
    }
    all.put("cnn with means", new Settings("cnn", and(CNN, Map.of("pooling", "average"))));
    Map<String, Object> deep = Map.of("filters", List.of(4L, 4L, 6L));
    all.put("deep_cnn", new Settings("deep_cnn", deep));
    all.put(
        "deep_cnn with strides",
        new Settings("deep_cnn", and(deep, Map.of("downsampling", "stride", "dense_units", 5L))));
    for (String residual : List.of("resnet", "se_resnet")) {
      all.put(residual, new Settings(residual, Map.of("width", 4L)));
      all.put(
          residual + ", activation first",
          new Settings(residual, Map.of("width", 4L, "pre_activation", true)));
    }
    all.put(
        "mobilenet_v2",
        new Settings(
            "mobilenet_v2", Map.of("width_multiplier", 0.25, "expansion", 2L, "repeats", 1L)));
    all.put(
        "attention", new Settings("attention", Map.of("heads", 2L, "head_size", 4L, "blocks", 1L)));
    return all;
  }

  private static Map<String, Object> and(Map<String, Object> some, Map<String, Object> more) {
    Map<String, Object> both = new LinkedHashMap<>(some);
    both.putAll(more);
    return both;
  }

  /** What a network is made of. */
  record Settings(String model, Map<String, Object> values) {
    /** What a format that can't hold it says, by the format. */
    Map<String, String> refusals() {
      if (model.equals("attention")) {
        String layer = "attention1 (self-attention)";
        return Map.of("onnx-int8", layer, "tflite-int8", layer);
      }
      return "mish".equals(values.get("activation"))
          ? Map.of("tflite-int8", "activation1 (the activation mish)")
          : Map.of();
    }

    Network network() {
      Network network =
          new Architectures().network(model, values, INFO.images(), INFO.labels().size(), 1);
      for (Layer layer : network.deeplearning4j().getLayers()) {
        layer.paramTable().forEach(SmallNetworks::move);
      }
      return network;
    }
  }

  /** As training would: what begins at 0 or 1 is elsewhere then. */
  private static void move(String parameter, INDArray values) {
    Random random = new Random(parameter.hashCode());
    if (List.of("b", "mean", "log10stdev", "gamma", "beta").contains(parameter)) {
      for (long i = 0; i < values.length(); i++) {
        values.putScalar(i, values.getDouble(i) + random.nextGaussian() / 5);
      }
    }
  }

  /** Images of this many, each something else. */
  static byte[] pixels(int images) {
    byte[] pixels = new byte[images * IMAGE_BYTES];
    new Random(1).nextBytes(pixels);
    return pixels;
  }

  static float[] probabilities(Network network, byte[] pixels) {
    ImageShape shape = INFO.images();
    try (INDArray scaled =
        PixelArrays.scaled(pixels, shape.channels(), shape.height(), shape.width())) {
      return network.probabilities(scaled);
    }
  }

  static TrainedModel trained(Network network) {
    return new TrainedModel(network, INFO, pixels(100));
  }
}
