package dev.trawl.sweep;

/** What a sweep file calls a distribution, such as {@code log_uniform_values}. */
final class DistributionKey implements Distribution.Visitor<String> {

  @Override
  public String constant(Distribution.Constant constant) {
    return DistributionKind.CONSTANT.key();
  }

  @Override
  public String categorical(Distribution.Categorical categorical) {
    return categorical.isWeighted()
        ? DistributionKind.CATEGORICAL_W_PROBABILITIES.key()
        : DistributionKind.CATEGORICAL.key();
  }

  @Override
  public String intUniform(Distribution.IntUniform range) {
    return DistributionKind.INT_UNIFORM.key();
  }

  @Override
  public String uniform(Distribution.Uniform range) {
    return DistributionKind.UNIFORM.key();
  }

  @Override
  public String qUniform(Distribution.QUniform range) {
    return DistributionKind.Q_UNIFORM.key();
  }

  @Override
  public String logUniformValues(Distribution.LogUniformValues range) {
    return DistributionKind.LOG_UNIFORM_VALUES.key();
  }

  @Override
  public String normal(Distribution.Normal normal) {
    return DistributionKind.NORMAL.key();
  }

  @Override
  public String logNormal(Distribution.LogNormal normal) {
    return DistributionKind.LOG_NORMAL.key();
  }

  @Override
  public String beta(Distribution.Beta beta) {
    return DistributionKind.BETA.key();
  }

  @Override
  public String quantized(Distribution.Quantized multiples) {
    return "q_" + multiples.of().key();
  }
}
