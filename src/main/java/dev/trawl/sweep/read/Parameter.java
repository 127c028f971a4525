package dev.trawl.sweep.read;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.yaml.Place;
import dev.trawl.sweep.yaml.YamlNode;

/**
 * A parameter of a file.
 *
 * @param place where its name stands
 * @param node what stands below it
 */
record Parameter(Place place, YamlNode node, Distribution distribution) {
  /** Whether only some runs have it. */
  boolean isConditional() {
    return node.mapping().filter(keys -> keys.entries().containsKey("when")).isPresent();
  }
}
