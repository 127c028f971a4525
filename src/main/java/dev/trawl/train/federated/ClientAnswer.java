package dev.trawl.train.federated;

import java.io.Serializable;
import java.util.function.Function;

/** What a client's round came to. Serialisable, since clients may train elsewhere. */
public sealed interface ClientAnswer extends Serializable {

  /** From 0. */
  int client();

  <T> T fold(Function<Trained, T> trained, Function<Failed, T> failed);

  /**
   * It trained.
   *
   * @param images how many it has
   * @param weights all numbers of its network, batch statistics among them; not copied, so don't
   *     change them
   * @param loss the mean over its images by the weights that it was sent
   * @param accuracy likewise
   * @param trained how many images its steps saw, each as often as they did
   */
  @SuppressWarnings("ArrayRecordComponent") // Megabytes: passed on, never compared.
  record Trained(int client, int images, float[] weights, double loss, double accuracy, int trained)
      implements ClientAnswer {
    @Override
    public <T> T fold(Function<Trained, T> whenTrained, Function<Failed, T> failed) {
      return whenTrained.apply(this);
    }
  }

  /** It failed. */
  record Failed(int client, String reason) implements ClientAnswer {
    @Override
    public <T> T fold(Function<Trained, T> trained, Function<Failed, T> whenFailed) {
      return whenFailed.apply(this);
    }
  }
}
