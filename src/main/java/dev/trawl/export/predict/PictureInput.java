package dev.trawl.export.predict;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Makes a model's input of a PNG or a JPEG. A picture of another size, with colours where the model
 * has none or the other way round, or dark on light where the model has one channel, is refused: a
 * model answers whatever it is given. What was asked for is done, and said; so is turning upright
 * what its camera says lies on its side, which is how people see it. Immutable.
 *
 * @param changes what may be done
 * @param mostPixels of a picture; more are refused before they are unpacked
 */
public record PictureInput(
    int channels, int height, int width, Set<PictureChange> changes, int mostPixels) {
  /** From this mean on, what lies around a picture is light. */
  private static final int LIGHT = 128;

  public PictureInput {
    changes = Set.copyOf(changes);
  }

  /**
   * What a model is given.
   *
   * @param pixels [channels, height, width], a byte each; not copied
   * @param changes what was done to the picture, in words; empty when nothing was
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Read(byte[] pixels, List<String> changes) {
    public Read {
      changes = List.copyOf(changes);
    }
  }

  /** Whether a file begins as a PNG or a JPEG does. */
  public static boolean isPicture(byte[] file) {
    return Picture.begins(file, Picture.PNG) || Picture.begins(file, Picture.JPEG);
  }

  /**
   * Reads a file's bytes.
   *
   * @throws UnfitPictureException when the model can't take it, with all that would be needed
   */
  public Read read(byte[] file) throws UnfitPictureException {
    if (channels == 2 || channels > 4) {
      throw new UnfitPictureException(
          "need a model of 1, 3 or 4 channels to read pictures, found %d".formatted(channels),
          List.of());
    }
    Picture picture = Picture.read(file, this::checkSize);
    Set<PictureChange> needed = EnumSet.noneOf(PictureChange.class);
    List<String> found = new ArrayList<>();
    List<String> done = new ArrayList<>();
    if (!picture.orientation().isUpright()) {
      done.add(picture.orientation().words());
    }
    if (picture.width() != width || picture.height() != height) {
      needed.add(PictureChange.RESIZE);
      found.add("%d×%d pixels".formatted(picture.width(), picture.height()));
      done.add(
          "scaled from %d×%d to %d×%d".formatted(picture.width(), picture.height(), width, height));
    }
    boolean opaque = channels == 4 || picture.isOpaque();
    boolean grey = picture.isGrey();
    if (!opaque) {
      needed.add(PictureChange.CONVERT);
      found.add("transparent ones");
      done.add("laid on white");
    }
    if (grey != (channels == 1)) {
      needed.add(PictureChange.CONVERT);
      found.add(grey ? "grey" : "colours");
      done.add(grey ? "grey made colours" : "colours made grey");
    }
    byte[] planes = (opaque ? picture : picture.onWhite()).planes(channels);
    boolean light = channels == 1 && isLightAround(planes, picture.width(), picture.height());
    boolean invert = changes.contains(PictureChange.INVERT);
    if (light && !invert && !changes.contains(PictureChange.KEEP)) {
      needed.add(PictureChange.INVERT);
      found.add("dark on light");
    }
    if (invert) {
      done.add("inverted");
    }
    need(needed, found);
    return new Read(fitted(planes, picture, invert), done);
  }

  private void checkSize(int foundWidth, int foundHeight) throws UnfitPictureException {
    if ((long) foundWidth * foundHeight > mostPixels) {
      throw new UnfitPictureException(
          "need at most %,d pixels, found %d×%d".formatted(mostPixels, foundWidth, foundHeight),
          List.of());
    }
  }

  private void need(Set<PictureChange> needed, List<String> found) throws UnfitPictureException {
    List<PictureChange> missing =
        needed.stream().filter(change -> !changes.contains(change)).toList();
    if (!missing.isEmpty()) {
      throw new UnfitPictureException(
          "need %d×%d pixels%s, found %s"
              .formatted(
                  width,
                  height,
                  channels == 1 ? ", grey, light on dark" : " in colour",
                  String.join(", ", found)),
          missing);
    }
  }

  /** The mean of its outermost pixels. */
  private static boolean isLightAround(byte[] plane, int width, int height) {
    long sum = 0;
    int count = 0;
    for (int i = 0; i < plane.length; i++) {
      int x = i % width;
      int y = i / width;
      if (x == 0 || y == 0 || x == width - 1 || y == height - 1) {
        sum += plane[i] & 255;
        count++;
      }
    }
    return sum >= (long) LIGHT * count;
  }

  private byte[] fitted(byte[] planes, Picture picture, boolean invert) {
    int plane = picture.width() * picture.height();
    byte[] pixels = new byte[channels * height * width];
    for (int channel = 0; channel < channels; channel++) {
      byte[] from = new byte[plane];
      System.arraycopy(planes, channel * plane, from, 0, plane);
      boolean fits = picture.width() == width && picture.height() == height;
      byte[] scaled =
          fits ? from : PlaneScaling.scale(from, picture.height(), picture.width(), height, width);
      System.arraycopy(scaled, 0, pixels, channel * scaled.length, scaled.length);
    }
    if (invert) {
      for (int i = 0; i < Math.min(channels, 3) * height * width; i++) {
        pixels[i] = (byte) ~pixels[i];
      }
    }
    return pixels;
  }
}
