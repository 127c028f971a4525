package dev.trawl.train.onednn;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/**
 * A function applied to each number, as oneDNN has it.
 *
 * @param name for people
 * @param byOutput whether the gradient is taken from what the function wrote, so that its input
 *     need not be kept; such functions never fall
 */
record Activation(
    String name, algorithm forward, algorithm backward, float alpha, float beta, boolean byOutput) {
  static final Activation IDENTITY =
      new Activation("identity", algorithm.eltwise_linear, algorithm.eltwise_linear, 1f, 0f, false);
  static final Activation RELU = leaky("relu", 0);

  /** By class, subclasses not meant. */
  private static final Map<Class<?>, Function<IActivation, Activation>> KNOWN =
      Map.ofEntries(
          entry(ActivationIdentity.class, f -> IDENTITY),
          entry(ActivationReLU.class, f -> RELU),
          entry(ActivationLReLU.class, f -> leaky("leaky relu", ((ActivationLReLU) f).getAlpha())),
          entry(ActivationReLU6.class, f -> clip("relu6", 0, 6)),
          entry(ActivationHardTanH.class, f -> clip("hard tanh", -1, 1)),
          entry(
              ActivationSigmoid.class,
              f ->
                  byOutput(
                      "sigmoid",
                      algorithm.eltwise_logistic,
                      algorithm.eltwise_logistic_use_dst_for_bwd,
                      0)),
          entry(
              ActivationTanH.class,
              f ->
                  byOutput(
                      "tanh", algorithm.eltwise_tanh, algorithm.eltwise_tanh_use_dst_for_bwd, 0)),
          entry(
              ActivationELU.class,
              f ->
                  byOutput(
                      "elu",
                      algorithm.eltwise_elu,
                      algorithm.eltwise_elu_use_dst_for_bwd,
                      ((ActivationELU) f).getAlpha())),
          entry(
              ActivationHardSigmoid.class,
              f -> byInput("hard sigmoid", algorithm.eltwise_hardsigmoid, 0.2, 0.5)),
          entry(ActivationSwish.class, f -> byInput("swish", algorithm.eltwise_swish, 1, 0)),
          entry(
              ActivationGELU.class,
              f ->
                  ((ActivationGELU) f).isPrecise()
                      ? byInput("gelu", algorithm.eltwise_gelu_tanh, 0, 0)
                      : byInput("gelu", algorithm.eltwise_swish, 1.702, 0)),
          entry(
              ActivationSoftPlus.class,
              f -> byInput("softplus", algorithm.eltwise_soft_relu, 1, 0)),
          entry(ActivationMish.class, f -> byInput("mish", algorithm.eltwise_mish, 0, 0)));

  /** Deeplearning4j's, where oneDNN has the same; empty otherwise. */
  static Optional<Activation> of(IActivation function) {
    return Optional.ofNullable(KNOWN.get(function.getClass())).map(known -> known.apply(function));
  }

  /** x ↦ factor · x; only forward. */
  static Activation times(double factor) {
    return byInput("× " + factor, algorithm.eltwise_linear, factor, 0);
  }

  boolean isIdentity() {
    return equals(IDENTITY);
  }

  boolean isRelu() {
    return equals(RELU);
  }

  /** { + relu}, or nothing for the identity. */
  String suffix() {
    return isIdentity() ? "" : " + " + name;
  }

  private static Activation leaky(String name, double slope) {
    return byOutput(name, algorithm.eltwise_relu, algorithm.eltwise_relu_use_dst_for_bwd, slope);
  }

  private static Activation clip(String name, double low, double high) {
    return new Activation(
        name,
        algorithm.eltwise_clip_v2,
        algorithm.eltwise_clip_v2_use_dst_for_bwd,
        (float) low,
        (float) high,
        true);
  }

  private static Activation byOutput(
      String name, algorithm forward, algorithm backward, double alpha) {
    return new Activation(name, forward, backward, (float) alpha, 0, true);
  }

  private static Activation byInput(String name, algorithm function, double alpha, double beta) {
    return new Activation(name, function, function, (float) alpha, (float) beta, false);
  }
}
