package dev.trawl.sweep.yaml;

import dev.trawl.sweep.yaml.YamlNode.Entry;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import dev.trawl.sweep.yaml.YamlNode.Sequence;
import dev.trawl.sweep.yaml.YamlNode.Unreadable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Expands SnakeYAML's graph of nodes to a tree: aliases are copied, merge keys merged, duplicate
 * keys reported. Bounded, so that a few nested aliases can't fill the memory. Use once.
 */
final class NodeExpander {
  private static final int MAX_NODES = 10_000;

  private final String file;
  private final int columns;
  private final Problems problems;
  private final ScalarReader scalars;
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private int nodes;
  private boolean outOfBounds;

  NodeExpander(String file, int columns, Problems problems) {
    this.file = file;
    this.columns = columns;
    this.problems = problems;
    this.scalars = new ScalarReader(problems);
  }

  YamlNode expand(Node node) {
    nodes++;
    if (nodes > MAX_NODES || open.size() >= YamlReader.MAX_DEPTH) {
      return outOfBounds(node);
    }
    if (!open.add(node)) {
      problems.error(place(node), "an anchor that contains its own alias", "a finite value");
      return new Unreadable(place(node));
    }
    try {
      return expandOpen(node);
    } finally {
      open.remove(node);
    }
  }

  /** Reported once: from here on everything may be out of bounds. */
  private YamlNode outOfBounds(Node node) {
    if (!outOfBounds) {
      outOfBounds = true;
      problems.error(
          place(node),
          nodes > MAX_NODES
              ? "more than " + MAX_NODES + " values, aliases expanded"
              : "aliases nested more than " + YamlReader.MAX_DEPTH + " levels deep",
          "a sweep file, which needs far less");
    }
    return new Unreadable(place(node));
  }

  static Place place(Mark mark, String file, int columns) {
    int column = mark.getColumn() + 1 + (mark.getLine() == 0 ? columns : 0);
    return new Place(file, mark.getLine() + 1, column);
  }

  private Place place(Node node) {
    return place(node.getStartMark(), file, columns);
  }

  private YamlNode expandOpen(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalars.read(scalar, place(node));
    }
    if (!node.getTag().equals(Tag.MAP) && !node.getTag().equals(Tag.SEQ)) {
      problems.error(
          place(node), "the tag " + node.getTag().getValue(), "a plain value without a tag");
      return new Unreadable(place(node));
    }
    if (node instanceof MappingNode mapping) {
      return new Mapping(place(node), entries(mapping));
    }
    List<Node> items = ((SequenceNode) node).getValue();
    return new Sequence(place(node), items.stream().map(this::expand).toList());
  }

  /** As PyYAML does it: merged keys come first, and keys of the mapping's own win. */
  private Map<String, Entry> entries(MappingNode mapping) {
    Map<String, Entry> merged = new LinkedHashMap<>();
    Map<String, Entry> own = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Node key = tuple.getKeyNode();
      if (key.getTag().equals(Tag.MERGE)) {
        merge(tuple.getValueNode(), merged);
      } else if (key instanceof ScalarNode scalar) {
        add(scalar, tuple.getValueNode(), own);
      } else {
        problems.error(place(key), "a list or a mapping as a key", "a name");
      }
    }
    merged.putAll(own);
    return merged;
  }

  private void add(ScalarNode key, Node value, Map<String, Entry> own) {
    Place place = place(key);
    if (!scalars.isWhole(key.getValue(), place)) {
      return;
    }
    YamlNode expanded = expand(value);
    Entry earlier = own.putIfAbsent(key.getValue(), new Entry(place, expanded));
    if (earlier != null) {
      problems.error(
          place,
          "the key " + key.getValue() + " again",
          "it once: it stands in line " + earlier.place().line() + " already");
    }
  }

  /** {@code <<: *a} or {@code <<: [*a, *b]}, where the first of several wins. */
  private void merge(Node source, Map<String, Entry> merged) {
    if (source instanceof SequenceNode several) {
      List<Node> reversed = new ArrayList<>(several.getValue());
      Collections.reverse(reversed);
      reversed.forEach(one -> mergeOne(one, merged));
    } else {
      mergeOne(source, merged);
    }
  }

  private void mergeOne(Node source, Map<String, Entry> merged) {
    NodeType.mapping("a mapping to merge, or a list of mappings")
        .read(expand(source), problems)
        .ifPresent(mapping -> merged.putAll(mapping.entries()));
  }
}
