package dev.trawl.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.trawl.track.StoreException;
import java.util.List;
import java.util.Map;

/**
 * Values as JSON text, exactly: a Double is written with its point or exponent and so comes back as
 * a Double, a Long as a Long. Numbers that are not finite become the strings of {@link
 * Double#toString}.
 */
final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_LONG_FOR_INTS).build();

  static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};
  static final TypeReference<Map<String, Double>> NUMBERS = new TypeReference<>() {};
  static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
  static final TypeReference<List<String>> TEXT_LIST = new TypeReference<>() {};
  static final TypeReference<List<Double>> NUMBER_LIST = new TypeReference<>() {};
  static final TypeReference<List<List<Long>>> MATRIX = new TypeReference<>() {};

  private Json() {}

  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new StoreException("need a value that JSON has, found " + value, e);
    }
  }

  static <T> T read(String text, TypeReference<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new StoreException("need recorded JSON, found " + text, e);
    }
  }

  /**
   * The parameters as text.
   *
   * @throws IllegalArgumentException for a value that would not come back as it was
   */
  static String writeParameters(Map<String, Object> parameters) {
    parameters.forEach(Json::checkParameter);
    return write(parameters);
  }

  private static void checkParameter(String name, Object value) {
    boolean known =
        value instanceof Long
            || value instanceof String
            || value instanceof Boolean
            || (value instanceof Double number && Double.isFinite(number));
    if (value instanceof List<?> list) {
      list.forEach(element -> checkParameter(name, element));
    } else if (!known) {
      throw new IllegalArgumentException(
          "need a Long, finite Double, String, Boolean or list of these for %s, found %s (%s)"
              .formatted(name, value, value == null ? null : value.getClass().getSimpleName()));
    }
  }
}
