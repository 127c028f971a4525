package dev.trawl.serving;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.trawl.export.predict.ModelRecord;
import dev.trawl.http.RequestException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads images from JSON as it comes: nothing is kept but their bytes. An image is [channels, rows,
 * pixels], or [rows, pixels, channels]; of a model of one channel it may be [rows, pixels]. Every
 * problem says where it is. For one thread.
 */
final class ImageParser {
  /** The most images of one request. */
  static final int MOST_IMAGES = 512;

  static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Numbers that no pixel has, read so that they are refused where they stand.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(16)
                  .maxNumberLength(10_000)
                  .maxStringLength(10_000)
                  .maxNameLength(1_000)
                  .build())
          .build();

  private static final int LONGEST_SHOWN = 20;

  /** Digits that any int has room for. */
  private static final int LONGEST_PIXEL = 9;

  /** Characters that any double has room for. */
  private static final int LONGEST_FRACTION = 32;

  private final ModelRecord model;
  private final Layout layout;
  private byte[] images = new byte[1024];
  private int length;

  ImageParser(ModelRecord model, Layout layout) {
    this.model = model;
    this.layout = layout;
  }

  /** The images so far, [images, channels, rows, pixels]. */
  byte[] images() {
    byte[] read = Arrays.copyOf(images, length);
    return layout == Layout.CHANNELS_LAST && model.channels() > 1 ? channelsFirst(read) : read;
  }

  /** How many there are. */
  int count() {
    return length / imageBytes();
  }

  private int imageBytes() {
    return model.channels() * model.height() * model.width();
  }

  private byte[] channelsFirst(byte[] read) {
    byte[] turned = new byte[read.length];
    int plane = model.height() * model.width();
    for (int i = 0; i < read.length; i++) {
      int inImage = i % imageBytes();
      int pixel = inImage / model.channels();
      turned[i - inImage + inImage % model.channels() * plane + pixel] = read[i];
    }
    return turned;
  }

  private void add(int pixel) {
    if (length == images.length) {
      images = Arrays.copyOf(images, 2 * length);
    }
    images[length++] = (byte) pixel;
  }

  /**
   * Takes a body that is one field of whole images.
   *
   * @param fields those there are, and whether each is a list of images
   * @return the field; null when the body is anything else, of which nothing is taken
   */
  @Nullable String plain(byte[] body, Map<String, Boolean> fields) {
    PlainArrays read = PlainArrays.read(body);
    Boolean many = read == null ? null : fields.get(read.field());
    if (read == null || many == null) {
      return null;
    }
    int first = many ? 1 : 0;
    List<Integer> image = read.sizes().subList(first, read.sizes().size());
    boolean fits =
        image.equals(layout.of(model))
            || (model.channels() == 1 && image.equals(List.of(model.height(), model.width())));
    if (!fits || (many && read.sizes().get(0) > MOST_IMAGES)) {
      return null;
    }
    images = read.pixels();
    length = images.length;
    return read.field();
  }

  /** A list of images; the parser stands at its value. */
  void list(JsonParser json, String place) throws IOException {
    needArray(json, place);
    for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
      image(json, "%s[%d]".formatted(place, i));
    }
  }

  /** One image; the parser stands at its value. */
  void image(JsonParser json, String place) throws IOException {
    if (count() >= MOST_IMAGES) {
      throw tooMany();
    }
    needArray(json, place);
    int[] at = new int[3];
    int depth = 0;
    int rank = 0; // Unknown until the first number.
    do {
      JsonToken token = json.currentToken();
      if (token == JsonToken.START_ARRAY) {
        if (depth == (rank == 0 ? 3 : rank)) {
          throw notAPixel(json, place, at, depth);
        }
        if (depth > 0) {
          needRoom(place, at, depth, rank);
        }
        at[depth++] = 0;
      } else if (token == JsonToken.END_ARRAY) {
        needAll(place, at, depth, rank == 0 ? rankOf(depth) : rank);
        depth--;
        if (depth > 0) {
          at[depth - 1]++;
        }
      } else {
        rank = rank == 0 ? depth : rank;
        if (depth != rank || rank < 2 || (rank == 2 && model.channels() > 1)) {
          throw bad(
              "%s: need an array, found %s".formatted(at(place, at, depth - 1, 1), found(json)));
        }
        needRoom(place, at, depth, rank);
        add(pixel(json, place, at, depth));
        at[depth - 1]++;
      }
      if (depth > 0 && json.nextToken() == null) {
        throw bad("%s: need a whole image, found the end of the body".formatted(place));
      }
    } while (depth > 0);
  }

  /** Of an image that has an empty array in it. */
  private int rankOf(int depth) {
    return model.channels() == 1 && depth < 3 ? 2 : 3;
  }

  private void needRoom(String place, int[] at, int depth, int rank) {
    if (rank > 0 && at[depth - 1] >= size(depth, rank)) {
      throw bad(
          "%s: need %s, found more".formatted(at(place, at, depth - 1, 0), needed(depth, rank)));
    }
  }

  private void needAll(String place, int[] at, int depth, int rank) {
    if (at[depth - 1] != size(depth, rank)) {
      throw bad(
          "%s: need %s, found %d"
              .formatted(at(place, at, depth - 1, 0), needed(depth, rank), at[depth - 1]));
    }
  }

  private String needed(int depth, int rank) {
    int size = size(depth, rank);
    String of = of(depth, rank);
    return "%d %s".formatted(size, size == 1 ? of.substring(0, of.length() - 1) : of);
  }

  private int size(int depth, int rank) {
    return switch (of(depth, rank)) {
      case "channels" -> model.channels();
      case "rows" -> model.height();
      default -> model.width();
    };
  }

  private String of(int depth, int rank) {
    int dropped = rank == 2 && layout == Layout.CHANNELS_FIRST ? 1 : 0;
    return layout.sizes().get(depth - 1 + dropped);
  }

  /** All numbers of the images, however they are nested, as the Open Inference Protocol has it. */
  void flat(JsonParser json, String place) throws IOException {
    needArray(json, place);
    int i = 0;
    for (int depth = 1; depth > 0; ) {
      JsonToken token = json.nextToken();
      if (token == JsonToken.START_ARRAY) {
        depth++;
      } else if (token == JsonToken.END_ARRAY) {
        depth--;
      } else {
        if (length >= MOST_IMAGES * imageBytes()) {
          throw tooMany();
        }
        add(pixel(json, place, new int[] {i++}, 1));
      }
    }
  }

  static void needArray(JsonParser json, String place) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw bad("%s: need an array, found %s".formatted(place, found(json)));
    }
  }

  private static int pixel(JsonParser json, String place, int[] at, int depth) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      if (json.getTextLength() <= LONGEST_PIXEL) {
        int value = json.getIntValue();
        if (value >= 0 && value <= 255) {
          return value;
        }
      }
    } else if (json.currentToken() == JsonToken.VALUE_NUMBER_FLOAT
        && json.getTextLength() <= LONGEST_FRACTION) {
      double value = json.getDoubleValue(); // 12.0 is what some clients make of 12
      if (value >= 0 && value <= 255 && value == Math.rint(value)) {
        return (int) value;
      }
    }
    throw notAPixel(json, place, at, depth);
  }

  private static RequestException notAPixel(JsonParser json, String place, int[] at, int depth)
      throws IOException {
    return bad(
        "%s: need a whole number from 0 to 255, found %s"
            .formatted(at(place, at, depth, 0), found(json)));
  }

  /** The place with the first {@code depth} indices. */
  private static String at(String place, int[] at, int depth, int more) {
    StringBuilder text = new StringBuilder(place);
    IntStream.range(0, Math.min(at.length, depth + more))
        .forEach(i -> text.append('[').append(at[i]).append(']'));
    return text.toString();
  }

  private static RequestException tooMany() {
    return new RequestException(
        413, "Too many images", "need at most %d images, found more".formatted(MOST_IMAGES));
  }

  static RequestException bad(String detail) {
    return new RequestException(400, "The request is not valid", detail);
  }

  /** What the parser stands at, short enough to be shown. */
  static String found(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == null || token.isStructEnd()) {
      return "nothing";
    }
    String text = json.getText();
    String shown = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
    return token == JsonToken.VALUE_STRING ? "\"" + shown + "\"" : shown;
  }
}
