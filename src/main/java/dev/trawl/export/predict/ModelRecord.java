package dev.trawl.export.predict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * What an exported folder says of its model: {@code model.json}, as far as it takes to predict.
 * Immutable.
 *
 * @param name of the sweep, for people and addresses
 * @param version of the model under that name: the run's number
 * @param labels the classes' names, in the order of the probabilities; at least two, all different
 * @param formats the files that the folder has, in the order they were asked for
 */
public record ModelRecord(
    String name,
    String version,
    int channels,
    int height,
    int width,
    List<String> labels,
    List<FormatRecord> formats) {
  /** Where it stands in the folder. */
  public static final String FILE = "model.json";

  /** How it is written; another number may mean other things by the same words. */
  public static final int FORMAT_VERSION = 2;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  public ModelRecord {
    labels = List.copyOf(labels);
    formats = List.copyOf(formats);
    if (labels.size() < 2) {
      throw new IllegalArgumentException("need at least two labels, found " + labels);
    }
    if (new LinkedHashSet<>(labels).size() < labels.size()) {
      throw new IllegalArgumentException("need labels that differ, found " + labels);
    }
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "need at least one channel, row and column, found %d × %d × %d"
              .formatted(channels, height, width));
    }
  }

  /**
   * Reads it from an exported folder.
   *
   * @throws IOException when {@code model.json} isn't there or says something else, with the place,
   *     what was needed and what was found
   */
  public static ModelRecord read(Path folder) throws IOException {
    JsonFields json = new JsonFields(FILE, parse(folder));
    int version = json.whole("format_version");
    if (version != FORMAT_VERSION) {
      throw new IOException(
          "%s: need format_version %d, found %d".formatted(FILE, FORMAT_VERSION, version));
    }
    JsonFields shape = json.child("preprocessing");
    List<FormatRecord> formats = new ArrayList<>();
    for (JsonFields format : json.children("formats")) {
      formats.add(FormatRecord.read(format));
    }
    try {
      return new ModelRecord(
          json.text("name"),
          json.text("version"),
          shape.whole("channels"),
          shape.whole("height"),
          shape.whole("width"),
          json.texts("labels"),
          formats);
    } catch (IllegalArgumentException e) {
      throw new IOException("%s: %s".formatted(FILE, e.getMessage()), e);
    }
  }

  private static JsonNode parse(Path folder) throws IOException {
    try {
      return JSON.readTree(Files.readAllBytes(folder.resolve(FILE)));
    } catch (JsonProcessingException e) {
      throw new IOException(
          "%s: need JSON, found something else: %s".formatted(FILE, JsonProblem.words(e)), e);
    } catch (AccessDeniedException e) {
      throw new IOException(
          "need %s of %s to read, found no permission".formatted(FILE, folder), e);
    } catch (FileSystemException e) {
      throw new IOException(
          "need a folder that trawl export wrote, found no %s in %s".formatted(FILE, folder), e);
    } catch (IOException e) { // such as a folder's
      throw new IOException(
          "need %s of %s to read, found: %s".formatted(FILE, folder, e.getMessage()), e);
    }
  }

  /** The file of this format, as {@code --format} names it. */
  public Optional<FormatRecord> find(String format) {
    return formats.stream().filter(each -> each.format().equals(format)).findFirst();
  }
}
