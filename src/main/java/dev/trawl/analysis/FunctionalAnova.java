package dev.trawl.analysis;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How much of a result's variance each parameter explains by itself.
 *
 * <p>Source: F. Hutter, H. Hoos, K. Leyton-Brown, An efficient approach for assessing
 * hyperparameter importance (ICML 2014), section 4: fit regression trees, and from their boxes
 * compute exactly the variance of each parameter's marginal prediction over that of the whole
 * prediction. We differ in what variance is taken over: each parameter's values as they were tried,
 * not uniformly over its range, so that a log-uniform parameter needs no scale of its own. Trees
 * are fitted to bootstrap samples and see every parameter at every split. Trees of few runs see
 * interactions in noise, which lowers the first-order shares a little.
 *
 * @param shares from 0 to 1, in the parameters' order; they sum to at most 1, interactions having
 *     the rest; all 0 when no tree found anything to split on
 * @param explained the fraction of the variance that the trees predict of runs that they have not
 *     seen (R² out of bag); 0 or below says that they know no better than the mean
 */
@SuppressWarnings("ArrayRecordComponent") // Inner arithmetic: never compared, never handed out.
record FunctionalAnova(double[] shares, double explained) {
  private static final int TREES = 64;

  static FunctionalAnova of(List<Levels> parameters, double[] results) {
    if (parameters.isEmpty()) {
      return new FunctionalAnova(new double[0], 0);
    }
    int n = results.length;
    double[] shares = new double[parameters.size()];
    double[] predicted = new double[n];
    int[] predictions = new int[n];
    int counted = 0;
    SplittableRandom random = new SplittableRandom(n);
    for (int i = 0; i < TREES; i++) {
      int[] rows = IntStream.range(0, n).map(row -> random.nextInt(n)).toArray();
      RegressionTree tree = new RegressionTree(parameters, results, rows);
      BitSet seen = new BitSet(n);
      Arrays.stream(rows).forEach(seen::set);
      for (int row = 0; row < n; row++) {
        if (!seen.get(row)) {
          predicted[row] += tree.predict(row);
          predictions[row]++;
        }
      }
      counted += addShares(tree, parameters, shares) ? 1 : 0;
    }
    for (int i = 0; i < shares.length && counted > 0; i++) {
      shares[i] = Math.min(1, shares[i] / counted);
    }
    return new FunctionalAnova(shares, explained(results, predicted, predictions));
  }

  /** Adds the tree's share of each parameter; false when the tree predicts one value only. */
  private static boolean addShares(RegressionTree tree, List<Levels> parameters, double[] shares) {
    double[][] cumulated =
        parameters.stream().map(FunctionalAnova::cumulated).toArray(double[][]::new);
    double mean = 0;
    double square = 0;
    for (RegressionTree.Leaf leaf : tree.leaves()) {
      double volume = volumeWithout(-1, leaf, cumulated);
      mean += volume * leaf.mean();
      square += volume * leaf.mean() * leaf.mean();
    }
    double variance = square - mean * mean;
    if (variance <= 1e-15) {
      return false;
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] += marginalVariance(i, tree, parameters.get(i), cumulated, mean) / variance;
    }
    return true;
  }

  /** The variance of the prediction as a function of one parameter, the others averaged out. */
  private static double marginalVariance(
      int parameter, RegressionTree tree, Levels levels, double[][] cumulated, double mean) {
    double[] steps = new double[levels.count() + 1];
    for (RegressionTree.Leaf leaf : tree.leaves()) {
      double part = leaf.mean() * volumeWithout(parameter, leaf, cumulated);
      steps[leaf.low()[parameter]] += part;
      steps[leaf.high()[parameter]] -= part;
    }
    double marginal = 0;
    double variance = 0;
    for (int level = 0; level < levels.count(); level++) {
      marginal += steps[level];
      variance += levels.weights()[level] * (marginal - mean) * (marginal - mean);
    }
    return variance;
  }

  /** How much of the space the leaf covers, one parameter left out of account. */
  private static double volumeWithout(
      int parameter, RegressionTree.Leaf leaf, double[][] cumulated) {
    double volume = 1;
    for (int i = 0; i < cumulated.length; i++) {
      if (i != parameter) {
        volume *= cumulated[i][leaf.high()[i]] - cumulated[i][leaf.low()[i]];
      }
    }
    return volume;
  }

  private static double[] cumulated(Levels levels) {
    double[] sums = new double[levels.count() + 1];
    for (int level = 0; level < levels.count(); level++) {
      sums[level + 1] = sums[level] + levels.weights()[level];
    }
    return sums;
  }

  private static double explained(double[] results, double[] predicted, int[] predictions) {
    double mean = Arrays.stream(results).average().orElseThrow();
    double error = 0;
    double total = 0;
    for (int row = 0; row < results.length; row++) {
      if (predictions[row] > 0) {
        double residual = results[row] - predicted[row] / predictions[row];
        error += residual * residual;
        total += (results[row] - mean) * (results[row] - mean);
      }
    }
    return total == 0 ? 0 : 1 - error / total;
  }
}
