package dev.trawl.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.Set;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.serde.JsonMappers;
import org.nd4j.shade.jackson.databind.JavaType;
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
    }
    try {
      return MAPPER.readValue(json, MultiLayerConfiguration.class);
    } catch (InvalidTypeIdException e) {
      throw new IOException(
          "need settings of Deeplearning4j in its configuration, found " + described(e), e);
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
