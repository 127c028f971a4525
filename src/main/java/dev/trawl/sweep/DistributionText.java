package dev.trawl.sweep;

import dev.trawl.sweep.yaml.ValueText;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a person reads about a distribution, such as {@code log-uniform 3e-4 … 3e-3}. */
final class DistributionText implements Distribution.Visitor<String> {

  @Override
  public String constant(Distribution.Constant constant) {
    return "always " + ValueText.of(constant.value());
  }

  @Override
  public String categorical(Distribution.Categorical categorical) {
    return IntStream.range(0, categorical.values().size())
        .mapToObj(index -> choice(categorical, index))
        .collect(Collectors.joining(", ", "one of ", ""));
  }

  private static String choice(Distribution.Categorical categorical, int index) {
    String value = ValueText.of(categorical.values().get(index));
    return categorical.isWeighted()
        ? "%s (%s)".formatted(value, ValueText.exact(categorical.probabilities().get(index)))
        : value;
  }

  @Override
  public String intUniform(Distribution.IntUniform range) {
    return "integer %d … %d".formatted(range.min(), range.max());
  }

  @Override
  public String uniform(Distribution.Uniform range) {
    return "uniform " + ends(range.min(), range.max());
  }

  @Override
  public String qUniform(Distribution.QUniform range) {
    return "multiples of %s, %s"
        .formatted(
            ValueText.exact(range.q()),
            ends(range.quantize(range.min()), range.quantize(range.max())));
  }

  @Override
  public String logUniformValues(Distribution.LogUniformValues range) {
    return "log-uniform %s … %s"
        .formatted(ValueText.magnitude(range.min()), ValueText.magnitude(range.max()));
  }

  @Override
  public String normal(Distribution.Normal normal) {
    return "normal, mean %s, deviation %s%s"
        .formatted(
            ValueText.exact(normal.mu()),
            ValueText.exact(normal.sigma()),
            within(normal.min(), normal.max()));
  }

  @Override
  public String logNormal(Distribution.LogNormal normal) {
    return "log-normal, e to the power of mean %s, deviation %s%s"
        .formatted(
            ValueText.exact(normal.mu()),
            ValueText.exact(normal.sigma()),
            within(normal.min(), normal.max()));
  }

  @Override
  public String beta(Distribution.Beta beta) {
    return "beta, a %s, b %s%s"
        .formatted(
            ValueText.exact(beta.a()), ValueText.exact(beta.b()), within(beta.min(), beta.max()));
  }

  @Override
  public String quantized(Distribution.Quantized multiples) {
    return "multiples of %s, %s"
        .formatted(ValueText.exact(multiples.q()), multiples.of().describe());
  }

  private static String within(double min, double max) {
    return Double.isInfinite(min) && Double.isInfinite(max) ? "" : ", within " + ends(min, max);
  }

  private static String ends(double min, double max) {
    return "%s … %s".formatted(ValueText.exact(min), ValueText.exact(max));
  }
}
