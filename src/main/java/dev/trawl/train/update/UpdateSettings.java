package dev.trawl.train.update;

import dev.trawl.model.Hyperparameters;
import dev.trawl.model.TrainingParameters;

/**
 * What a training step does beyond what a configuration of Deeplearning4j can say.
 *
 * @param heavyBall takes the configuration's momentum without Nesterov's look ahead
 * @param clipping the greatest Euclidean norm of all gradients together, of the batch's mean loss
 *     and before penalties; 0 clips nothing
 */
public record UpdateSettings(boolean heavyBall, double clipping) {
  /** Deeplearning4j's own. */
  public static final UpdateSettings STOCK = new UpdateSettings(false, 0);

  /** Those of a run. */
  public static UpdateSettings of(Hyperparameters values) {
    return new UpdateSettings(
        values.choice(TrainingParameters.OPTIMIZER).equals(TrainingParameters.SGD),
        values.real(TrainingParameters.GRADIENT_CLIPPING));
  }

  public UpdateSettings {
    if (!(clipping >= 0 && Double.isFinite(clipping))) {
      throw new IllegalArgumentException("need a clipping norm from 0, found " + clipping);
    }
  }
}
