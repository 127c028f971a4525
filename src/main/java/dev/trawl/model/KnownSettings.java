package dev.trawl.model;

import java.util.Set;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.nd4j.shade.jackson.databind.JavaType;
import org.nd4j.shade.jackson.databind.cfg.MapperConfig;
import org.nd4j.shade.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * The classes that a network's configuration may name: Deeplearning4j's plain settings. Asked with
 * each class's name, however the JSON gives it, before the class is looked for.
 */
final class KnownSettings extends PolymorphicTypeValidator.Base {
  private static final long serialVersionUID = 1L;

  /** The layers and vertices; what a new architecture is made of goes here. */
  private static final Set<String> LAYERS =
      Set.of(
          LayerVertex.class.getName(),
          ElementWiseVertex.class.getName(),
          ReshapeVertex.class.getName(),
          ActivationLayer.class.getName(),
          BatchNormalization.class.getName(),
          ConvolutionLayer.class.getName(),
          DenseLayer.class.getName(),
          DepthwiseConvolution2D.class.getName(),
          DropoutLayer.class.getName(),
          GlobalPoolingLayer.class.getName(),
          OutputLayer.class.getName(),
          SelfAttentionLayer.class.getName(),
          SubsamplingLayer.class.getName(),
          Upsampling2D.class.getName());

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

  private static boolean isKnown(String className) {
    int dot = className.lastIndexOf('.');
    return LAYERS.contains(className)
        || (dot > 0 && PACKAGES.contains(className.substring(0, dot)) && !className.contains("$"));
  }

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
