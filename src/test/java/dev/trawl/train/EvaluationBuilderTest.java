package dev.trawl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** The oracle is Deeplearning4j's own loss and evaluation. */
class EvaluationBuilderTest {
  private static final int CLASSES = 5;

  private static float[] logits(Random random, int rows) {
    float[] logits = new float[rows * CLASSES];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (3 * random.nextGaussian());
    }
    return logits;
  }

  private static int[] labels(Random random, int rows) {
    return random.ints(rows, 0, CLASSES).toArray();
  }

  private static INDArray oneHot(int[] labels) {
    INDArray oneHot = Nd4j.zeros(labels.length, CLASSES);
    for (int row = 0; row < labels.length; row++) {
      oneHot.putScalar(row, labels[row], 1);
    }
    return oneHot;
  }

  @Test
  void addLogits_batches_agreeWithDeeplearning4j() {
    Random random = new Random(1);
    EvaluationBuilder predictions = new EvaluationBuilder(CLASSES);
    Evaluation oracle = new Evaluation(CLASSES);
    double loss = 0;
    int rows = 33;
    for (int batch = 0; batch < 4; batch++) {
      float[] logits = logits(random, rows);
      int[] labels = labels(random, rows);
      predictions.addLogits(logits, labels);
      INDArray raw = Nd4j.createFromArray(logits).reshape(rows, CLASSES);
      loss +=
          new LossMCXENT()
              .computeScore(oneHot(labels), raw.dup(), new ActivationSoftmax(), null, false);
      oracle.eval(oneHot(labels), new ActivationSoftmax().getActivation(raw.dup(), false));
    }
    assertThat(predictions.loss()).isCloseTo(loss / (4 * rows), within(1e-5));
    assertThat(predictions.accuracy()).isEqualTo(oracle.accuracy());
    for (int label = 0; label < CLASSES; label++) {
      for (int predicted = 0; predicted < CLASSES; predicted++) {
        assertThat(predictions.evaluation().confusion().get(label).get(predicted))
            .isEqualTo(oracle.getConfusionMatrix().getCount(label, predicted));
      }
      assertThat(predictions.evaluation().precision(label))
          .isCloseTo(oracle.precision(label), within(1e-12));
      assertThat(predictions.evaluation().recall(label))
          .isCloseTo(oracle.recall(label), within(1e-12));
    }
  }

  @Test
  void addProbabilities_ofTheSameOutputs_agreesWithLogits() {
    Random random = new Random(2);
    float[] logits = logits(random, 50);
    int[] labels = labels(random, 50);
    EvaluationBuilder byLogits = new EvaluationBuilder(CLASSES);
    byLogits.addLogits(logits, labels);
    INDArray raw = Nd4j.createFromArray(logits).reshape(50, CLASSES);
    EvaluationBuilder byProbabilities = new EvaluationBuilder(CLASSES);
    byProbabilities.addProbabilities(
        new ActivationSoftmax().getActivation(raw, false).dup('c').data().asFloat(), labels);
    assertThat(byProbabilities.loss()).isCloseTo(byLogits.loss(), within(1e-5));
    assertThat(byProbabilities.evaluation().confusion())
        .isEqualTo(byLogits.evaluation().confusion());
  }

  @Test
  void addLogits_farApart_staysFiniteAndExact() {
    EvaluationBuilder predictions = new EvaluationBuilder(2);
    predictions.addLogits(new float[] {1000, 0}, new int[] {1});
    assertThat(predictions.loss()).isEqualTo(1000);
  }

  @Test
  void finite_afterNaN_isFalse() {
    EvaluationBuilder predictions = new EvaluationBuilder(2);
    predictions.addLogits(new float[] {Float.NaN, 0}, new int[] {1});
    assertThat(predictions.finite()).isFalse();
  }

  @Test
  void addProbabilities_zero_countsAsTheSmallestNormalFloat() {
    EvaluationBuilder predictions = new EvaluationBuilder(2);
    predictions.addProbabilities(new float[] {1, 0}, new int[] {1});
    assertThat(predictions.loss()).isCloseTo(87.3365, within(1e-3));
  }
}
