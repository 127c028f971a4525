package dev.trawl.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.serde.JsonMappers;
import org.jspecify.annotations.Nullable;
import org.nd4j.shade.jackson.databind.JavaType;
import org.nd4j.shade.jackson.databind.JsonMappingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.cfg.MapperConfig;
import org.nd4j.shade.jackson.databind.exc.InvalidTypeIdException;
import org.nd4j.shade.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * Reads a network's configuration as Deeplearning4j writes it. The JSON names classes to make
 * objects of; one that is not among Deeplearning4j's plain settings is refused before it is loaded.
 */
final class ModelConfiguration {
  static final int MOST_BYTES = 1 << 20;

  private static final String NEEDED = "need a network's configuration, found ";
  private static final int DEEPEST = 100;

  private static final Set<String> LAYERS =
      Set.of(
          ConvolutionLayer.class.getName(),
          SubsamplingLayer.class.getName(),
          BatchNormalization.class.getName(),
          DenseLayer.class.getName(),
          OutputLayer.class.getName());

  /** Each holds settings only; what is below a package is not meant. */
  private static final Set<String> PACKAGES =
      Set.of(
          "org.deeplearning4j.nn.conf.dropout",
          "org.deeplearning4j.nn.conf.preprocessor",
          "org.deeplearning4j.nn.weights",
          "org.nd4j.linalg.activations.impl",
          "org.nd4j.linalg.learning.config",
          "org.nd4j.linalg.learning.regularization",
          "org.nd4j.linalg.lossfunctions.impl",
          "org.nd4j.linalg.schedule");

  private static final JsonFactory BOUNDED =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .build();

  private static final ObjectMapper MAPPER =
      JsonMappers.getMapper().copy().setPolymorphicTypeValidator(new KnownTypes());

  private ModelConfiguration() {}

  /**
   * The configuration.
   *
   * @throws IOException when it is something else, with what was found
   */
  static MultiLayerConfiguration read(String json) throws IOException {
    try (JsonParser tokens = BOUNDED.createParser(json)) {
      while (tokens.nextToken() != null) {
        // Only what is well formed and not too deep goes on.
      }
    } catch (JsonProcessingException e) {
      throw new IOException(NEEDED + "other text: " + e.getOriginalMessage(), e);
    }
    try {
      MultiLayerConfiguration read = MAPPER.readValue(json, MultiLayerConfiguration.class);
      needLayers(read);
      return read;
    } catch (InvalidTypeIdException e) {
      throw new IOException(
          "need settings of Deeplearning4j in its configuration, found " + described(e), e);
    } catch (JsonMappingException e) {
      throw new IOException(NEEDED + "something else" + place(e), e);
    } catch (RuntimeException e) { // of Deeplearning4j, for what is missing
      throw new IOException(NEEDED + "a part of one", e);
    }
  }

  private static String place(JsonMappingException e) {
    String path =
        e.getPath().stream()
            .map(
                part ->
                    part.getFieldName() == null
                        ? String.valueOf(part.getIndex())
                        : part.getFieldName())
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "" : " as " + path;
  }

  private static void needLayers(@Nullable MultiLayerConfiguration read) throws IOException {
    if (read == null || read.getConfs() == null || read.getConfs().isEmpty()) {
      throw new IOException(NEEDED + "no layers");
    }
    int number = 0;
    for (NeuralNetConfiguration layer : read.getConfs()) {
      if (layer == null || layer.getLayer() == null) {
        throw new IOException(NEEDED + "nothing as layer " + number);
      }
      if (layer.getLayer() instanceof ConvolutionLayer c) {
        needWindow(number, c.getKernelSize(), c.getStride(), c.getDilation(), c.getPadding());
      } else if (layer.getLayer() instanceof SubsamplingLayer s) {
        needWindow(number, s.getKernelSize(), s.getStride(), s.getDilation(), s.getPadding());
      }
      number++;
    }
  }

  private static void needWindow(
      int layer, int[] kernel, int[] stride, int[] dilation, int[] padding) throws IOException {
    needSizes(layer, "kernel", kernel, 1);
    needSizes(layer, "stride", stride, 1);
    needSizes(layer, "dilation", dilation, 1);
    needSizes(layer, "padding", padding, 0);
  }

  /** Of height and width; Deeplearning4j divides by them. */
  private static void needSizes(int layer, String name, int @Nullable [] sizes, int least)
      throws IOException {
    if (sizes == null || sizes.length != 2 || Arrays.stream(sizes).anyMatch(size -> size < least)) {
      throw new IOException(
          NEEDED + "the %s %s in layer %d".formatted(name, Arrays.toString(sizes), layer));
    }
  }

  private static String described(InvalidTypeIdException e) {
    return e.getTypeId() == null ? "some without a class" : "the class " + e.getTypeId();
  }

  static boolean isKnown(String className) {
    int dot = className.lastIndexOf('.');
    return LAYERS.contains(className)
        || (dot > 0 && PACKAGES.contains(className.substring(0, dot)) && !className.contains("$"));
  }

  /** Asked with each class's name, however the JSON gives it, before the class is looked for. */
  private static final class KnownTypes extends PolymorphicTypeValidator.Base {
    private static final long serialVersionUID = 1L;

    @Override
    public Validity validateBaseType(MapperConfig<?> config, JavaType baseType) {
      return Validity.INDETERMINATE;
    }

    @Override
    public Validity validateSubClassName(
        MapperConfig<?> config, JavaType baseType, String className) {
      return isKnown(className) ? Validity.ALLOWED : Validity.DENIED;
    }

    @Override
    public Validity validateSubType(MapperConfig<?> config, JavaType baseType, JavaType subType) {
      return Validity.DENIED;
    }
  }
}
