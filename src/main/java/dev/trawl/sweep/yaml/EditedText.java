package dev.trawl.sweep.yaml;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The text of a valid sweep file with another distribution for some of its parameters: everything
 * else, comments too, stays as its author wrote it.
 */
public final class EditedText {
  private static final String PARAMETERS = "parameters";
  private static final String WHEN = "when";

  private final String text;

  public EditedText(String text) {
    this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  @Override
  public String toString() {
    return text;
  }

  /**
   * The same with other keys in a parameter's mapping; empty when the text has none of this name.
   *
   * @param changed texts of YAML by key, put where the key is or behind the others
   * @param keepsOthers whether the mapping's other keys stay; {@code when} does anyway
   */
  public Optional<EditedText> withParameter(
      String name, Map<String, String> changed, boolean keepsOthers) {
    Node root = new Yaml().compose(new StringReader(text));
    return entry(root, PARAMETERS)
        .flatMap(parameters -> parameter(parameters.getValueNode(), name))
        .map(
            parameter -> {
              Map<String, String> keys = keys(parameter.getValueNode());
              keys.keySet().removeIf(key -> !keepsOthers && !key.equals(WHEN));
              keys.putAll(changed);
              return replaced(
                  parameter,
                  keys.entrySet().stream()
                      .map(entry -> entry.getKey() + ": " + entry.getValue())
                      .collect(Collectors.joining(", ", "{", "}")));
            });
  }

  /**
   * The same with another value of a key of the top level, or one more key at the end; empty where
   * the text is one mapping in braces that has none.
   */
  public Optional<EditedText> withKey(String key, String value) {
    Node root = new Yaml().compose(new StringReader(text));
    Optional<NodeTuple> found = entry(root, key);
    if (found.isEmpty() && ((CollectionNode<?>) root).getFlowStyle() == FlowStyle.FLOW) {
      return Optional.empty();
    }
    return Optional.of(
        found
            .map(entry -> replaced(entry, value))
            .orElseGet(
                () ->
                    new EditedText(
                        "%s%s%s: %s\n"
                            .formatted(text, text.endsWith("\n") ? "" : "\n", key, value))));
  }

  /** The name may be that of a parameter within others, with dots between. */
  private static Optional<NodeTuple> parameter(Node parameters, String name) {
    Optional<NodeTuple> found = entry(parameters, name);
    if (found.isPresent() || !(parameters instanceof MappingNode mapping)) {
      return found;
    }
    return mapping.getValue().stream()
        .filter(entry -> name.startsWith(key(entry) + "."))
        .flatMap(
            entry ->
                entry(entry.getValueNode(), PARAMETERS)
                    .flatMap(
                        inner ->
                            parameter(
                                inner.getValueNode(), name.substring(key(entry).length() + 1)))
                    .stream())
        .findFirst();
  }

  private static Optional<NodeTuple> entry(@Nullable Node node, String key) {
    return node instanceof MappingNode mapping
        ? mapping.getValue().stream().filter(entry -> key(entry).equals(key)).findFirst()
        : Optional.empty();
  }

  private static String key(NodeTuple entry) {
    return entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  private Map<String, String> keys(Node parameter) {
    Map<String, String> keys = new LinkedHashMap<>();
    if (parameter instanceof MappingNode mapping) {
      mapping.getValue().forEach(entry -> keys.put(key(entry), source(entry.getValueNode())));
    }
    return keys;
  }

  private String source(Node node) {
    return text.substring(begin(node), end(node)).strip();
  }

  /** A comment behind the key goes, one behind the value stays. */
  private EditedText replaced(NodeTuple entry, String by) {
    int colon = text.indexOf(':', end(entry.getKeyNode()));
    return new EditedText(
        text.substring(0, colon + 1) + " " + by + text.substring(end(entry.getValueNode())));
  }

  private int begin(Node node) {
    return text.offsetByCodePoints(0, node.getStartMark().getIndex());
  }

  /** A block ends where its last entry does, not where the next key begins. */
  private int end(Node node) {
    if (node instanceof CollectionNode<?> collection
        && collection.getFlowStyle() != FlowStyle.FLOW) {
      List<?> entries = collection.getValue();
      Object last = entries.get(entries.size() - 1);
      return end(last instanceof NodeTuple entry ? entry.getValueNode() : (Node) last);
    }
    return text.offsetByCodePoints(0, node.getEndMark().getIndex());
  }
}
