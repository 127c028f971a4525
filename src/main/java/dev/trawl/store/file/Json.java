package dev.trawl.store.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.trawl.track.StoreException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Values as JSON text, exactly: a Double is written with its point or exponent and so comes back as
 * a Double, a Long as a Long. Numbers that are not finite become the strings of {@link
 * Double#toString}.
 */
public final class Json {
  /** Of a VARCHAR of H2's. */
  private static final int LONGEST = 1_048_576;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_LONG_FOR_INTS).build();

  private static final ObjectReader WHOLE =
      MAPPER.readerFor(List.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  public static final TypeReference<String> TEXT = new TypeReference<>() {};
  public static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};
  public static final TypeReference<Map<String, Double>> NUMBERS = new TypeReference<>() {};
  public static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
  public static final TypeReference<List<String>> TEXT_LIST = new TypeReference<>() {};
  public static final TypeReference<List<Double>> NUMBER_LIST = new TypeReference<>() {};
  public static final TypeReference<List<List<Long>>> MATRIX = new TypeReference<>() {};

  private Json() {}

  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new StoreException("need a value that JSON has, found " + value, e);
    }
  }

  public static <T> T read(String text, TypeReference<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new StoreException("need recorded JSON, found " + text, e);
    }
  }

  /** A list as it would be written, where the text is one in JSON, whatever its blanks. */
  public static Optional<String> list(String text) {
    if (!text.stripLeading().startsWith("[")) {
      return Optional.empty();
    }
    try {
      return Optional.of(write(WHOLE.readValue(text)));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * The parameters as text.
   *
   * @throws IllegalArgumentException for more than a column holds
   */
  public static String writeParameters(Map<String, Object> parameters) {
    String text = write(parameters);
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "need parameters of at most %,d characters in JSON, found %,d"
              .formatted(LONGEST, text.length()));
    }
    return text;
  }
}
