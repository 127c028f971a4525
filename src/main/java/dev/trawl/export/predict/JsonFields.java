package dev.trawl.export.predict;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** An object of {@code model.json}; what it hasn't is an IOException with the place. */
record JsonFields(String place, JsonNode node) {
  private static final int SHOWN = 60;

  String text(String key) throws IOException {
    return need(key, "a text", JsonNode::isTextual).textValue();
  }

  int whole(String key) throws IOException {
    return need(key, "a whole number", JsonNode::isInt).intValue();
  }

  long count(String key) throws IOException {
    return need(key, "a whole number", JsonNode::isIntegralNumber).longValue();
  }

  List<String> texts(String key) throws IOException {
    List<String> texts = new ArrayList<>();
    for (JsonNode element :
        need(key, "a list of texts", list -> every(list, JsonNode::isTextual))) {
      texts.add(element.textValue());
    }
    return texts;
  }

  List<Integer> wholes(String key) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (JsonNode element :
        need(key, "a list of whole numbers", list -> every(list, JsonNode::isInt))) {
      numbers.add(element.intValue());
    }
    return numbers;
  }

  JsonFields child(String key) throws IOException {
    return new JsonFields(path(key), need(key, "an object", JsonNode::isObject));
  }

  List<JsonFields> children(String key) throws IOException {
    List<JsonFields> children = new ArrayList<>();
    for (JsonNode element :
        need(key, "a list of objects", list -> every(list, JsonNode::isObject))) {
      children.add(new JsonFields("%s[%d]".formatted(path(key), children.size()), element));
    }
    return children;
  }

  private JsonNode need(String key, String what, Predicate<JsonNode> fits) throws IOException {
    JsonNode value = node.path(key);
    if (!fits.test(value)) {
      throw new IOException("%s: need %s, found %s".formatted(path(key), what, shown(value)));
    }
    return value;
  }

  private static boolean every(JsonNode list, Predicate<JsonNode> fits) {
    boolean all = list.isArray();
    for (JsonNode element : list) {
      all &= fits.test(element);
    }
    return all;
  }

  private String path(String key) {
    return place.endsWith(ModelRecord.FILE) ? "%s: %s".formatted(place, key) : place + "." + key;
  }

  private static String shown(JsonNode value) {
    if (value.isMissingNode()) {
      return "none";
    }
    String text = value.toString();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
