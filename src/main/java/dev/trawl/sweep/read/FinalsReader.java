package dev.trawl.sweep.read;

import dev.trawl.sweep.Finals;
import dev.trawl.sweep.yaml.MappingReader;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode;
import java.util.Optional;

/** Reads which runs are repeated once the search is over. */
final class FinalsReader implements NodeType<Finals> {
  @Override
  public Optional<Finals> read(YamlNode node, Problems problems) {
    return NodeType.mapping("a mapping such as {top: 5, seeds: 4}")
        .read(node, problems)
        .map(mapping -> read(new MappingReader(mapping, problems)));
  }

  private static Finals read(MappingReader keys) {
    int top = keys.optional("top", NodeType.integerFrom(1)).orElse(Finals.DEFAULT_TOP);
    int seeds = keys.optional("seeds", NodeType.integerFrom(1)).orElse(Finals.DEFAULT_SEEDS);
    keys.finish();
    return new Finals(top, seeds);
  }
}
