package dev.trawl.search.tpe;

import dev.trawl.search.Coordinate;
import dev.trawl.search.Coordinate.Cell;
import dev.trawl.search.Trial;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The good and the bad runs that have the parameters of some coordinates, as two densities over
 * these. Immutable.
 */
final class GroupModel {
  /**
   * The least deviations of the kernels of good runs, and of bad ones: narrower, so that a good
   * place is not left for a bad run beside it. Watanabe has 0.03 for both, which is worse on six
   * reals (src/docs/search.md).
   */
  private static final double LEAST_GOOD_DEVIATION = 0.04;

  private static final double LEAST_BAD_DEVIATION = 0.02;

  private final List<Coordinate> coordinates;
  private final ProductKernels good;
  private final ProductKernels bad;

  GroupModel(List<Coordinate> coordinates, Split split) {
    this(coordinates, split, trial -> cells(coordinates, trial.parameters()));
  }

  /**
   * @param cells what {@link #cells} says of a run
   */
  GroupModel(List<Coordinate> coordinates, Split split, Function<Trial, Cell @Nullable []> cells) {
    this.coordinates = List.copyOf(coordinates);
    good = density(split.good(), split.goodWeights(), LEAST_GOOD_DEVIATION, cells);
    List<Double> alike = Collections.nCopies(split.bad().size(), 1.0);
    bad = density(split.bad(), alike, LEAST_BAD_DEVIATION, cells);
  }

  private ProductKernels density(
      List<Trial> trials,
      List<Double> weights,
      double least,
      Function<Trial, Cell @Nullable []> cellsOf) {
    List<Cell[]> observed = new ArrayList<>();
    List<Double> counted = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      Cell[] cells = cellsOf.apply(trials.get(i));
      if (cells != null) {
        observed.add(cells);
        counted.add(weights.get(i));
      }
    }
    return new ProductKernels(coordinates, observed, counted, least);
  }

  /** Null for parameters that lack one of the coordinates, or have a value that it doesn't have. */
  static Cell @Nullable [] cells(List<Coordinate> coordinates, Map<String, Object> parameters) {
    Cell[] cells = new Cell[coordinates.size()];
    for (int i = 0; i < cells.length; i++) {
      Object value = parameters.get(coordinates.get(i).name());
      Cell cell = value == null ? null : coordinates.get(i).cell(value).orElse(null);
      if (cell == null) {
        return null;
      }
      cells[i] = cell;
    }
    return cells;
  }

  /** A position, one number for each coordinate, drawn from the good runs. */
  double[] draw(Random random) {
    return good.draw(random);
  }

  /**
   * The logarithm of how much denser the good runs are than the bad ones, which grows with the
   * probability of improvement.
   *
   * @param parameters that have the coordinates'
   */
  double logRatio(Map<String, Object> parameters) {
    Cell[] cells = cells(coordinates, parameters);
    if (cells == null) {
      throw new IllegalArgumentException(
          "need values of %s, found %s"
              .formatted(coordinates.stream().map(Coordinate::name).toList(), parameters));
    }
    return logGood(cells) - logBad(cells);
  }

  /**
   * The logarithm of the density of the good runs.
   *
   * @param cells one for each coordinate
   */
  double logGood(Cell[] cells) {
    return good.logDensity(cells);
  }

  /** The same of the bad runs. */
  double logBad(Cell[] cells) {
    return bad.logDensity(cells);
  }
}
