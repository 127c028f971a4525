package dev.trawl.export.predict;

/** What may be done to a picture, when somebody asks for it, so that a model can take it. */
public enum PictureChange {
  /** Scales it to the model's height and width. */
  RESIZE("resize"),
  /** Makes grey of colours, or colours of grey, and lays what is transparent on white. */
  CONVERT("convert"),
  /** Makes light of dark, and dark of light. */
  INVERT("invert"),
  /** Takes a light ground as it is. */
  KEEP("keep");

  private final String key;

  PictureChange(String key) {
    this.key = key;
  }

  /** What options and parameters are named after it. */
  public String key() {
    return key;
  }
}
