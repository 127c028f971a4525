package dev.trawl.search.arbiter;

import java.util.function.Function;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.adapter.ParameterSpaceAdapter;

/** One of Arbiter's spaces whose values are made what a sweep file has. */
final class ConvertedSpace<F, T> extends ParameterSpaceAdapter<F, T> {
  private final ParameterSpace<F> underlying;
  private final Function<F, T> conversion;

  ConvertedSpace(ParameterSpace<F> underlying, Function<F, T> conversion) {
    this.underlying = underlying;
    this.conversion = conversion;
  }

  @Override
  protected T convertValue(F from) {
    return conversion.apply(from);
  }

  @Override
  protected ParameterSpace<F> underlying() {
    return underlying;
  }

  @Override
  protected String underlyingName() {
    return "underlying";
  }
}
