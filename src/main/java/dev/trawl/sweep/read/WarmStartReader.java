package dev.trawl.sweep.read;

import dev.trawl.sweep.WarmStart;
import dev.trawl.sweep.yaml.MappingReader;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads whose runs the search knows from the start: a sweep, a list, or a mapping with both. */
final class WarmStartReader implements NodeType<WarmStart> {
  private static final String SWEEPS = "the names or ids of sweeps, such as [mnist-random]";
  private static final NodeType<String> NAME = NodeType.name("a sweep's name or id");

  @Override
  public Optional<WarmStart> read(YamlNode node, Problems problems) {
    return node.mapping()
        .map(mapping -> read(new MappingReader(mapping, problems)))
        .orElseGet(() -> sweeps(node, problems).map(sweeps -> new WarmStart(sweeps, false)));
  }

  private static Optional<WarmStart> read(MappingReader keys) {
    Optional<List<String>> sweeps =
        keys.required("sweeps", "sweeps: [mnist-random]", WarmStartReader::sweeps);
    boolean retry = keys.optional("retry", NodeType.flag("true or false")).orElse(false);
    keys.finish();
    return sweeps.map(found -> new WarmStart(found, retry));
  }

  private static Optional<List<String>> sweeps(YamlNode node, Problems problems) {
    if (node.scalar().isPresent()) {
      return NAME.read(node, problems).map(List::of);
    }
    return NodeType.sequence(SWEEPS)
        .read(node, problems)
        .flatMap(list -> names(list.items(), problems));
  }

  /** Empty unless all are names, each of which is looked at. */
  private static Optional<List<String>> names(List<YamlNode> items, Problems problems) {
    List<String> names = new ArrayList<>();
    items.forEach(item -> NAME.read(item, problems).ifPresent(names::add));
    return names.size() == items.size() ? Optional.of(names) : Optional.empty();
  }
}
