package dev.trawl.sweep;

import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.Constant;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Distribution.QUniform;
import dev.trawl.sweep.Distribution.Uniform;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.Stream;

/** Values of a distribution: all that are listed; of a range its ends, and one between them. */
final class Samples implements Distribution.Visitor<List<Object>> {

  @Override
  public List<Object> constant(Constant constant) {
    return List.of(constant.value());
  }

  @Override
  public List<Object> categorical(Categorical categorical) {
    return categorical.values();
  }

  @Override
  public List<Object> intUniform(IntUniform range) {
    return List.of(range.min(), range.min() + (range.max() - range.min()) / 2, range.max());
  }

  @Override
  public List<Object> uniform(Uniform range) {
    return List.of(range.min(), round(range.min() / 2 + range.max() / 2), range.max());
  }

  @Override
  public List<Object> logUniformValues(LogUniformValues range) {
    double middle = Math.exp((Math.log(range.min()) + Math.log(range.max())) / 2);
    return List.of(range.min(), round(middle), range.max());
  }

  @Override
  public List<Object> qUniform(QUniform range) {
    return Stream.of(range.min(), range.min() / 2 + range.max() / 2, range.max())
        .map(range::quantize)
        .map(value -> range.integral() ? (Object) value.longValue() : (Object) value)
        .toList();
  }

  @Override
  public List<Object> normal(Distribution.Normal normal) {
    return Stream.of(-1, 0, 1)
        .map(step -> normal.mu() + step * normal.sigma())
        .map(value -> within(value, normal.min(), normal.max()))
        .toList();
  }

  @Override
  public List<Object> logNormal(Distribution.LogNormal normal) {
    return Stream.of(-1, 0, 1)
        .map(step -> Math.exp(normal.mu() + step * normal.sigma()))
        .map(value -> within(value, normal.min(), normal.max()))
        .toList();
  }

  @Override
  public List<Object> beta(Distribution.Beta beta) {
    return Stream.of(0.0, beta.a() / (beta.a() + beta.b()), 1.0)
        .map(value -> within(value, beta.min(), beta.max()))
        .toList();
  }

  @Override
  public List<Object> quantized(Distribution.Quantized multiples) {
    return multiples.of().samples().stream()
        .map(value -> multiples.quantize(((Number) value).doubleValue()))
        .toList();
  }

  private static Object within(double value, double min, double max) {
    return Math.max(min, Math.min(max, value));
  }

  private static double round(double value) {
    return new BigDecimal(value).round(new MathContext(2)).doubleValue();
  }
}
