package dev.trawl.model;

import dev.trawl.model.ImageGraph.Features;
import dev.trawl.sweep.Hyperparameter;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

/**
 * A transformer over patches of the image: each patch is a token of {@code heads · head_size}
 * numbers; a depthwise convolution tells the tokens where they are; then blocks of multi-head
 * self-attention and of two dense layers for each token, both with a residual; then the mean of all
 * tokens, and softmax. A patch at the border that the image doesn't fill is filled with zeros.
 *
 * <p>With the defaults on 28×28 grey images and ten classes 69,450 weights: [b,1,28,28] →
 * [b,64,7,7], 49 tokens of 64 → 2 × the same → [b,64] → [b,10].
 *
 * <p>Dosovitskiy et al., arXiv:2010.11929, section 3.1, of parts that stock Deeplearning4j has:
 * batch normalisation instead of layer normalisation, since it has none for tokens; positions by a
 * convolution, as in Chu et al., arXiv:2102.10882, section 3.2, instead of learned vectors; ReLU
 * instead of GELU; no class token; no bias in the attention.
 */
final class AttentionNetwork implements Architecture {
  private static final String PATCH_SIZE = "patch_size";
  private static final String HEADS = "heads";
  private static final String HEAD_SIZE = "head_size";
  private static final String BLOCKS = "blocks";
  private static final String MLP_RATIO = "mlp_ratio";
  private static final int POSITION_KERNEL = 3;

  @Override
  public List<Hyperparameter> hyperparameters() {
    return HYPERPARAMETERS;
  }

  @Override
  public Set<String> sizing() {
    return Set.of(PATCH_SIZE);
  }

  @Override
  public ComputationGraphConfiguration configure(
      Hyperparameters values,
      ImageShape input,
      int classes,
      NeuralNetConfiguration.Builder training) {
    checkSize(values, input);
    int patch = values.integer(PATCH_SIZE);
    int width = values.integer(HEADS) * values.integer(HEAD_SIZE);
    ImageGraph graph = new ImageGraph(training.weightInit(WeightInit.RELU), input);
    Features tokens = graph.convolution(graph.images(), width, patch, patch);
    tokens = graph.sum(graph.depthwise(tokens, POSITION_KERNEL, 1), tokens);
    for (int block = 0; block < values.integer(BLOCKS); block++) {
      Features attended = graph.selfAttention(graph.batchNorm(tokens), values.integer(HEADS));
      tokens = graph.sum(attended, tokens);
      Features wide =
          graph.pointwise(
              graph.batchNorm(tokens), width * values.integer(MLP_RATIO), Activation.RELU);
      tokens = graph.sum(graph.pointwise(wide, width, Activation.IDENTITY), tokens);
    }
    Features mean = graph.globalAverage(graph.batchNorm(tokens));
    return graph.classify(mean, classes, values.real(LayerChoices.DROPOUT));
  }

  @Override
  public void checkSize(Hyperparameters values, ImageShape images) {
    int patch = values.integer(PATCH_SIZE);
    if (patch > images.height() || patch > images.width()) {
      throw new IllegalArgumentException(
          "patch_size: need patches no larger than the images, found %d and images of %d × %d pixels"
              .formatted(patch, images.height(), images.width()));
    }
  }

  private static final List<Hyperparameter> HYPERPARAMETERS =
      List.of(
          Hyperparameter.integer(PATCH_SIZE, 1, 32, 4, "side of a patch, in pixels"),
          Hyperparameter.integer(HEADS, 1, 16, 4, "heads of each attention"),
          Hyperparameter.integer(
              HEAD_SIZE, 4, 128, 16, "numbers a head; a token has heads · head_size"),
          Hyperparameter.integer(BLOCKS, 1, 12, 2, "blocks of attention and dense layers"),
          Hyperparameter.integer(MLP_RATIO, 1, 8, 2, "how much wider the dense layers are inside"),
          LayerChoices.dropout("the inputs of the last layer"));
}
