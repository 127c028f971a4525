package dev.trawl.model;

import dev.trawl.model.ImageGraph.Features;
import dev.trawl.sweep.Hyperparameter;
import java.util.List;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.activations.Activation;

/**
 * The body of a residual network for small images: a 3×3 convolution, then three stages of blocks
 * of two 3×3 convolutions each, with twice the filters and half the size from stage to stage; then
 * the mean of each channel. Depth 6 · blocks + 2.
 *
 * <p>He et al., arXiv:1512.03385, section 4.2; with {@code pre_activation} He et al.,
 * arXiv:1603.05027, figure 1b, where batch normalisation and ReLU come before each convolution and
 * the sum is left alone. Where the shape changes, the shortcut is a 1×1 convolution (the first
 * paper's option B), not the padding with zeros that it uses on CIFAR-10.
 *
 * @param branchEnd what is put behind the second convolution of each block, before the sum
 */
record ResidualStages(ImageGraph graph, boolean preActivation, UnaryOperator<Features> branchEnd) {
  private static final int STAGES = 3;
  private static final int KERNEL = 3;
  private static final String BLOCKS = "blocks";
  private static final String WIDTH = "width";
  private static final String PRE_ACTIVATION = "pre_activation";

  static final List<Hyperparameter> HYPERPARAMETERS =
      List.of(
          Hyperparameter.integer(
              BLOCKS, 1, 18, 1, "blocks in each of the three stages: 6 · blocks + 2 layers deep"),
          Hyperparameter.integer(
              WIDTH,
              4,
              256,
              16,
              "filters of the first stage; the others have 2 and 4 times as many"),
          Hyperparameter.flag(
              PRE_ACTIVATION,
              false,
              "whether batch normalisation and ReLU come before each convolution, not after it"));

  static ResidualStages of(
      Hyperparameters values, ImageGraph graph, UnaryOperator<Features> branchEnd) {
    return new ResidualStages(graph, values.flag(PRE_ACTIVATION), branchEnd);
  }

  /** From the images to the mean of each channel of the last stage: [b, 4 · width]. */
  Features features(Hyperparameters values) {
    int width = values.integer(WIDTH);
    Features features = graph.convolution(graph.images(), width, KERNEL, 1);
    if (!preActivation) {
      features = graph.normRelu(features);
    }
    for (int stage = 0; stage < STAGES; stage++) {
      for (int block = 0; block < values.integer(BLOCKS); block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        features = block(features, width << stage, stride);
      }
    }
    return graph.globalAverage(preActivation ? graph.normRelu(features) : features);
  }

  private Features block(Features from, int filters, int stride) {
    boolean same = stride == 1 && from.channels() == filters;
    return preActivation
        ? preActivated(from, filters, stride, same)
        : postActivated(from, filters, stride, same);
  }

  private Features postActivated(Features from, int filters, int stride, boolean same) {
    Features branch = graph.normRelu(graph.convolution(from, filters, KERNEL, stride));
    branch = graph.batchNorm(graph.convolution(branch, filters, KERNEL, 1));
    Features shortcut = same ? from : graph.batchNorm(graph.convolution(from, filters, 1, stride));
    return graph.activation(graph.sum(branchEnd.apply(branch), shortcut), Activation.RELU);
  }

  private Features preActivated(Features from, int filters, int stride, boolean same) {
    Features activated = graph.normRelu(from);
    Features branch = graph.normRelu(graph.convolution(activated, filters, KERNEL, stride));
    branch = graph.convolution(branch, filters, KERNEL, 1);
    Features shortcut = same ? from : graph.convolution(activated, filters, 1, stride);
    return graph.sum(branchEnd.apply(branch), shortcut);
  }
}
