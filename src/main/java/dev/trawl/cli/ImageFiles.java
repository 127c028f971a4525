package dev.trawl.cli;

import dev.trawl.data.IdxImages;
import dev.trawl.export.predict.ModelRecord;
import dev.trawl.export.predict.PictureChange;
import dev.trawl.export.predict.PictureInput;
import dev.trawl.export.predict.UnfitPictureException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the images that a user names: pictures, and IDX files or a range of one. */
final class ImageFiles {
  private static final int MOST_PIXELS = 1 << 24;
  private static final long MOST_BYTES = 1 << 28;
  private static final Pattern RANGE = Pattern.compile("(.+):(\\d{1,9})(?:-(\\d{1,9}))?");

  private final ModelRecord model;
  private final PictureInput input;
  private final Function<String, Path> paths;

  /**
   * @param changes what may be done to pictures
   * @param paths the path of a name
   */
  ImageFiles(ModelRecord model, Set<PictureChange> changes, Function<String, Path> paths) {
    this.model = model;
    this.paths = paths;
    input = new PictureInput(model.channels(), model.height(), model.width(), changes, MOST_PIXELS);
  }

  /**
   * An image as the model takes it.
   *
   * @param name the file's, of an IDX file with the index
   * @param changes what was done to it
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Image(String name, byte[] pixels, List<String> changes) {}

  /** The images of this name, at least one. */
  List<Image> read(String name) throws IOException {
    Path file = paths.apply(name);
    Matcher range = RANGE.matcher(name);
    if (!Files.exists(file) && range.matches()) {
      int first = Integer.parseInt(range.group(2));
      int last = range.group(3) == null ? first : Integer.parseInt(range.group(3));
      return idx(range.group(1), first, last);
    }
    if (!Files.exists(file)) {
      throw CommandException.failed("need an image, found no file " + name);
    }
    if (!Files.isRegularFile(file)) {
      throw CommandException.failed("need an image, found %s, which is no file".formatted(name));
    }
    return isIdx(file) ? idx(name, 0, Integer.MAX_VALUE) : List.of(picture(name, file));
  }

  /** An IDX file begins with two zeros; packed, it is the only one that may begin as gzip does. */
  private static boolean isIdx(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] magic = in.readNBytes(2);
      return magic.length == 2
          && ((magic[0] == 0 && magic[1] == 0) || (magic[0] == 0x1f && magic[1] == (byte) 0x8b));
    }
  }

  private List<Image> idx(String name, int first, int last) throws IOException {
    IdxImages images = IdxImages.read(paths.apply(name));
    if (images.channels() != model.channels()
        || images.height() != model.height()
        || images.width() != model.width()) {
      throw CommandException.failed(
          "%s: need images of %d × %d × %d (channels, rows, columns), found %d × %d × %d"
              .formatted(
                  name,
                  model.channels(),
                  model.height(),
                  model.width(),
                  images.channels(),
                  images.height(),
                  images.width()));
    }
    if (first > last || (last != Integer.MAX_VALUE && last >= images.count())) {
      throw CommandException.failed(
          "%s: need a range within 0-%d, found %d-%d"
              .formatted(name, images.count() - 1, first, last));
    }
    List<Image> chosen = new ArrayList<>();
    for (int i = first; i <= Math.min(last, images.count() - 1); i++) {
      chosen.add(new Image("%s:%d".formatted(name, i), images.image(i), List.of()));
    }
    return chosen;
  }

  private Image picture(String name, Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw CommandException.failed(
          "%s: need at most %,d bytes, found %,d".formatted(name, MOST_BYTES, Files.size(file)));
    }
    try {
      PictureInput.Read read = input.read(Files.readAllBytes(file));
      return new Image(name, read.pixels(), read.changes());
    } catch (UnfitPictureException e) {
      throw CommandException.failed("%s: %s%s".formatted(name, e.getMessage(), remedy(e)));
    }
  }

  private static String remedy(UnfitPictureException e) {
    if (e.missing().isEmpty()) {
      return "";
    }
    String options =
        e.missing().stream().map(change -> "--" + change.key()).collect(Collectors.joining(" "));
    return "; to have it changed: %s%s"
        .formatted(
            options,
            e.missing().contains(PictureChange.INVERT)
                ? " (or --no-invert, if the model's images are dark on light, too)"
                : "");
  }
}
