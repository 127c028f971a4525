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
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The text of a valid sweep file with other values for some of its keys: everything else, comments
 * too, stays as its author wrote it.
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

  /** Whether the text has a parameter of this name. */
  public boolean hasParameter(String name) {
    return entry(new Yaml().compose(new StringReader(text)), PARAMETERS)
        .flatMap(parameters -> parameter(parameters.getValueNode(), name))
        .isPresent();
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
        .filter(parameter -> !isAlias(parameter))
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
            })
        .filter(EditedText::isYaml);
  }

  /**
   * The same with a value at a dotted key, in place of what is there or as one more key; empty
   * where the key lies below something else than a mapping, or the text has its value from
   * elsewhere.
   *
   * @param value text of YAML for one line
   */
  public Optional<EditedText> with(String path, String value) {
    return with(new Yaml().compose(new StringReader(text)), List.of(path.split("\\.")), value)
        .filter(EditedText::isYaml);
  }

  private Optional<EditedText> with(Node node, List<String> path, String value) {
    String key = path.get(0);
    List<String> below = path.subList(1, path.size());
    Optional<NodeTuple> found = entry(node, key);
    if (found.isPresent() && isAlias(found.get())) {
      return Optional.empty();
    }
    if (found.isPresent()) {
      return below.isEmpty()
          ? Optional.of(replaced(found.get(), value))
          : with(found.get().getValueNode(), below, value);
    }
    return node instanceof MappingNode mapping
        ? Optional.of(extended(mapping, key + ": " + nested(below, value)))
        : Optional.empty();
  }

  /** Not where an anchor is gone that an alias names. */
  private static boolean isYaml(EditedText edited) {
    try {
      new Yaml().compose(new StringReader(edited.text));
      return true;
    } catch (YAMLException e) {
      return false;
    }
  }

  /** Then the text of its value is where its anchor stands. */
  private boolean isAlias(NodeTuple entry) {
    return begin(entry.getValueNode()) < end(entry.getKeyNode());
  }

  private static String nested(List<String> path, String value) {
    return path.isEmpty()
        ? value
        : "{%s: %s}".formatted(path.get(0), nested(path.subList(1, path.size()), value));
  }

  private EditedText extended(MappingNode mapping, String entry) {
    if (mapping.getFlowStyle() == FlowStyle.FLOW) {
      int brace = text.offsetByCodePoints(0, mapping.getEndMark().getIndex()) - 1;
      String before = text.substring(0, brace).stripTrailing();
      String comma = mapping.getValue().isEmpty() || before.endsWith(",") ? "" : ", ";
      return new EditedText(before + comma + entry + text.substring(brace));
    }
    int end = end(mapping);
    int line = end > 0 && text.charAt(end - 1) == '\n' ? end : text.indexOf('\n', end) + 1;
    boolean isLast = line == 0; // the last line has no end
    int place = isLast ? text.length() : line;
    String indent = " ".repeat(mapping.getValue().get(0).getKeyNode().getStartMark().getColumn());
    return new EditedText(
        text.substring(0, place)
            + (isLast ? "\n" : "")
            + indent
            + entry
            + "\n"
            + text.substring(place));
  }

  /**
   * The same with other parameters in place of all, each with its value; as it is where they are an
   * alias, or hold an anchor that is used elsewhere.
   *
   * @param values texts of YAML by name
   */
  public EditedText withParameters(Map<String, String> values) {
    Node root = new Yaml().compose(new StringReader(text));
    boolean isFlow = ((CollectionNode<?>) root).getFlowStyle() == FlowStyle.FLOW;
    String all =
        values.entrySet().stream()
            .map(value -> "%s: {value: %s}".formatted(value.getKey(), value.getValue()))
            .collect(Collectors.joining(isFlow ? ", " : "\n  "));
    String by = isFlow ? " {%s}".formatted(all) : "\n  " + all;
    return entry(root, PARAMETERS)
        .filter(entry -> !isAlias(entry))
        .map(entry -> put(entry, by))
        .filter(EditedText::isYaml)
        .orElse(this);
  }

  /** The same without a key of the top level, where it has lines of its own. */
  public EditedText without(String key) {
    Node root = new Yaml().compose(new StringReader(text));
    boolean isFlow = ((CollectionNode<?>) root).getFlowStyle() == FlowStyle.FLOW;
    return entry(root, key)
        .filter(entry -> !isFlow)
        .map(
            entry -> {
              int end = end(isAlias(entry) ? entry.getKeyNode() : entry.getValueNode());
              int line = text.indexOf('\n', end - 1) + 1;
              String rest = line == 0 ? "" : text.substring(line);
              return new EditedText(text.substring(0, begin(entry.getKeyNode())) + rest);
            })
        .filter(EditedText::isYaml)
        .orElse(this);
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
    return put(entry, " " + by);
  }

  private EditedText put(NodeTuple entry, String by) {
    int colon = text.indexOf(':', end(entry.getKeyNode()));
    return new EditedText(
        text.substring(0, colon + 1) + by + text.substring(end(entry.getValueNode())));
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
