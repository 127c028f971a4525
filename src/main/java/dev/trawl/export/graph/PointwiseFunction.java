package dev.trawl.export.graph;

/**
 * A function of one number.
 *
 * @param alpha the slope of {@link Kind#LEAKY_RELU}, the depth of {@link Kind#ELU}; 0 for the rest
 */
public record PointwiseFunction(Kind kind, float alpha) {
  /** What there is. */
  public enum Kind {
    RELU("relu"),
    RELU6("relu6"),
    /** x for x > 0, else alpha · x. */
    LEAKY_RELU("leaky_relu"),
    /** x for x > 0, else alpha · (eˣ − 1). */
    ELU("elu"),
    SIGMOID("sigmoid"),
    TANH("tanh"),
    /** x · sigmoid(x). */
    SWISH("swish"),
    /** x · sigmoid(1.702 · x), Deeplearning4j's. */
    GELU("gelu"),
    /** x · tanh(log(1 + eˣ)). */
    MISH("mish");

    private final String key;

    Kind(String key) {
      this.key = key;
    }

    /** Its name in a sweep file. */
    public String key() {
      return key;
    }
  }

  /** In {@link Kind#GELU}. */
  public static final float GELU_SLOPE = 1.702f;

  static PointwiseFunction of(Kind kind) {
    return new PointwiseFunction(kind, 0);
  }
}
