package dev.trawl.sweep.read;

import dev.trawl.sweep.ChannelOrder;
import dev.trawl.sweep.DatasetSpec;
import dev.trawl.sweep.yaml.MappingReader;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads which images a sweep trains on: a name, or a mapping with more to say. */
final class DatasetReader implements NodeType<DatasetSpec> {
  private static final String EXAMPLE = "a name, or a mapping such as {name: mnist}";

  private final NodeType<String> name;

  DatasetReader(Set<String> names) {
    this.name =
        NodeType.choice(
            "a dataset: %s, or {path: …} for a folder of IDX files"
                .formatted(String.join(", ", names)),
            names);
  }

  @Override
  public Optional<DatasetSpec> read(YamlNode node, Problems problems) {
    if (node.scalar().isPresent()) {
      return name.read(node, problems)
          .map(
              known ->
                  new DatasetSpec(known, null, DatasetSpec.DEFAULT_VALIDATION_SPLIT, null, null));
    }
    return NodeType.mapping(EXAMPLE)
        .read(node, problems)
        .flatMap(mapping -> read(mapping, problems));
  }

  private Optional<DatasetSpec> read(YamlNode.Mapping mapping, Problems problems) {
    MappingReader keys = new MappingReader(mapping, problems);
    Optional<String> known = keys.optional("name", name);
    Optional<String> path = keys.optional("path", NodeType.name("a folder"));
    double split =
        keys.optional(
                "validation_split",
                NodeType.fraction(
                    "a fraction between 0 and 1, such as 0.2", value -> value > 0 && value < 1))
            .orElse(DatasetSpec.DEFAULT_VALIDATION_SPLIT);
    Optional<Integer> train = keys.optional("train_limit", NodeType.integerFrom(1));
    Optional<Integer> test = keys.optional("test_limit", NodeType.integerFrom(1));
    Optional<ChannelOrder> channels =
        keys.optional("channels", NodeType.choice("first or last", List.of("first", "last")))
            .map(order -> order.equals("first") ? ChannelOrder.FIRST : ChannelOrder.LAST);
    List<String> labels =
        keys.optional("labels", NodeType.sequence("a list of names, one for each class"))
            .map(list -> labels(list, problems))
            .orElse(List.of());
    keys.finish();
    if (mapping.entries().containsKey("name") == mapping.entries().containsKey("path")) {
      problems.error(
          mapping.place(),
          mapping.entries().containsKey("name") ? "both name and path" : "neither name nor path",
          "one of them");
    }
    return known.isPresent() == path.isPresent()
        ? Optional.empty()
        : Optional.of(
            new DatasetSpec(
                known.orElse(null),
                path.orElse(null),
                split,
                train.orElse(null),
                test.orElse(null),
                channels.orElse(null),
                labels));
  }

  /** The names, each of which is there once. */
  private static List<String> labels(YamlNode.Sequence list, Problems problems) {
    List<String> labels = new ArrayList<>();
    for (YamlNode item : list.items()) {
      NodeType.name("a class's name")
          .read(item, problems)
          .ifPresent(
              label -> {
                if (labels.contains(label)) {
                  problems.error(
                      item.place(), label + " twice", "a name of its own for each class");
                }
                labels.add(label);
              });
    }
    return labels;
  }
}
