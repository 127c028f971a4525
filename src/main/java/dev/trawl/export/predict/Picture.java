package dev.trawl.export.predict;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A picture's pixels, as its file has them but upright: red, green, blue and opacity, 0 to 255
 * each, as {@code 0xAARRGGBB}; of a grey one the three are the same.
 *
 * @param rgb row by row; not copied
 * @param orientation of the file, from which it was turned
 */
@SuppressWarnings("ArrayRecordComponent")
record Picture(int width, int height, int[] rgb, Orientation orientation) {
  static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
  private static final int PNG_SIGNATURE = 8;
  static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};

  /** Bytes of a chunk's length, type and checksum. */
  private static final int CHUNK_FRAME = 12;

  /** Of a JPEG whose end is missing: the JDK's reader makes it up, and warns only. */
  private static final Pattern CUT_OFF = Pattern.compile("Missing EOI|premature end");

  /** What a picture says of itself, before its pixels are unpacked. */
  interface SizeCheck {
    void check(int width, int height) throws UnfitPictureException;
  }

  /** Reads a PNG or a JPEG file. */
  static Picture read(byte[] file, SizeCheck size) throws UnfitPictureException {
    ImageReader reader = ImageIO.getImageReadersByFormatName(kind(file)).next();
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      Orientation held = begins(file, PNG) ? needWholeChunks(file) : Orientation.ofJpeg(file);
      reader.setInput(in, true, true);
      size.check(reader.getWidth(0), reader.getHeight(0));
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      BufferedImage image = reader.read(0);
      if (warnings.stream().anyMatch(warning -> CUT_OFF.matcher(warning).find())) {
        throw new IOException("it ends too early");
      }
      needThreeChannels(file, image);
      Picture stored = of(image);
      return held.isUpright() ? stored : held.upright(stored);
    } catch (IOException | RuntimeException e) { // of broken files the JDK's readers throw any
      throw new UnfitPictureException(
          "need a whole picture, found one that can't be read" + reason(e), List.of());
    } finally {
      reader.dispose();
    }
  }

  /**
   * Ink is no light: the JDK takes the black of a JPEG in CMYK for opacity, which JPEGs have not.
   */
  private static void needThreeChannels(byte[] file, BufferedImage image)
      throws UnfitPictureException {
    int channels = image.getRaster().getNumBands();
    if (begins(file, JPEG) && channels > 3) {
      throw new UnfitPictureException(
          "need a JPEG in grey or RGB, found one of %d channels, as CMYK has".formatted(channels),
          List.of());
    }
  }

  /**
   * Holds a PNG's chunks against their checksums, which the JDK's reader passes over: of a damaged
   * picture it makes another one. As libpng does, of those only that the pixels depend on.
   *
   * @return what they say of how its camera was held
   */
  private static Orientation needWholeChunks(byte[] file) throws IOException {
    ByteBuffer chunks = ByteBuffer.wrap(file).position(PNG_SIGNATURE);
    Orientation held = Orientation.UPRIGHT;
    String type;
    do {
      int length = chunks.remaining() < CHUNK_FRAME ? -1 : chunks.getInt();
      if (length < 0 || length > chunks.remaining() - 8) {
        throw new IOException("it ends too early");
      }
      CRC32 sum = new CRC32();
      sum.update(file, chunks.position(), 4 + length);
      type = new String(file, chunks.position(), 4, StandardCharsets.ISO_8859_1);
      if (type.equals("eXIf")) {
        held = Orientation.ofTiff(chunks.slice(chunks.position() + 4, length));
      }
      chunks.position(chunks.position() + 4 + length);
      if (chunks.getInt() != (int) sum.getValue() && Character.isUpperCase(type.charAt(0))) {
        throw new IOException("its part %s is damaged".formatted(type));
      }
    } while (!type.equals("IEND"));
    return held;
  }

  private static String reason(Exception e) {
    return e instanceof IOException && e.getMessage() != null ? ": " + e.getMessage() : "";
  }

  private static String kind(byte[] file) throws UnfitPictureException {
    if (begins(file, PNG)) {
      return "png";
    }
    if (begins(file, JPEG)) {
      return "jpeg";
    }
    throw new UnfitPictureException(
        "need a PNG or a JPEG, found "
            + (file.length == 0
                ? "nothing"
                : "bytes that begin "
                    + HexFormat.ofDelimiter(" ").formatHex(file, 0, Math.min(4, file.length))),
        List.of());
  }

  static boolean begins(byte[] file, byte[] magic) {
    return file.length >= magic.length
        && Arrays.equals(file, 0, magic.length, magic, 0, magic.length);
  }

  private static Picture of(BufferedImage image) {
    ColorModel colors = image.getColorModel();
    int width = image.getWidth();
    int height = image.getHeight();
    // The JDK takes grey for linear light, and would brighten it on the way to RGB.
    boolean grey =
        colors.getColorSpace().getType() == ColorSpace.TYPE_GRAY
            && !(colors instanceof java.awt.image.IndexColorModel);
    int[] rgb =
        grey ? grey(image.getRaster(), colors) : image.getRGB(0, 0, width, height, null, 0, width);
    return new Picture(width, height, rgb, Orientation.UPRIGHT);
  }

  private static int[] grey(Raster raster, ColorModel colors) {
    int most = (1 << colors.getComponentSize(0)) - 1;
    int[] rgb = new int[raster.getWidth() * raster.getHeight()];
    int[] sample = new int[raster.getNumBands()];
    for (int i = 0; i < rgb.length; i++) {
      raster.getPixel(i % raster.getWidth(), i / raster.getWidth(), sample);
      int grey = Math.round(sample[0] * 255f / most);
      int opacity = colors.hasAlpha() ? Math.round(sample[1] * 255f / most) : 255;
      rgb[i] = opacity << 24 | grey << 16 | grey << 8 | grey;
    }
    return rgb;
  }

  boolean isGrey() {
    return Arrays.stream(rgb)
        .allMatch(each -> red(each) == green(each) && green(each) == blue(each));
  }

  boolean isOpaque() {
    return Arrays.stream(rgb).allMatch(each -> opacity(each) == 255);
  }

  /** On white, where it is transparent. */
  Picture onWhite() {
    return new Picture(
        width, height, Arrays.stream(rgb).map(Picture::onWhite).toArray(), orientation);
  }

  private static int onWhite(int pixel) {
    int opacity = opacity(pixel);
    return 255 << 24
        | onWhite(red(pixel), opacity) << 16
        | onWhite(green(pixel), opacity) << 8
        | onWhite(blue(pixel), opacity);
  }

  private static int onWhite(int value, int opacity) {
    return 255 + Math.round((value - 255) * opacity / 255f);
  }

  /**
   * The planes of a model's channels: grey by the weights of ITU-R BT.601, or red, green and blue,
   * or these and opacity.
   *
   * @param channels 1, 3 or 4
   */
  byte[] planes(int channels) {
    byte[] planes = new byte[channels * rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      int pixel = rgb[i];
      if (channels == 1) {
        planes[i] =
            (byte) Math.round(0.299f * red(pixel) + 0.587f * green(pixel) + 0.114f * blue(pixel));
      } else {
        planes[i] = (byte) red(pixel);
        planes[rgb.length + i] = (byte) green(pixel);
        planes[2 * rgb.length + i] = (byte) blue(pixel);
      }
      if (channels == 4) {
        planes[3 * rgb.length + i] = (byte) opacity(pixel);
      }
    }
    return planes;
  }

  private static int opacity(int pixel) {
    return pixel >>> 24;
  }

  private static int red(int pixel) {
    return pixel >> 16 & 255;
  }

  private static int green(int pixel) {
    return pixel >> 8 & 255;
  }

  private static int blue(int pixel) {
    return pixel & 255;
  }
}
