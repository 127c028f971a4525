/**
 * YAML as a tree of nodes with their places, and the problems that are found in it, each with the
 * nearest valid name: nothing here knows what a sweep is.
 *
 * <p>Open {@link dev.trawl.sweep.yaml.YamlReader} first: it makes the tree. {@link
 * dev.trawl.sweep.yaml.NodeType} is what a node may be read as, {@link
 * dev.trawl.sweep.yaml.MappingReader} reads a mapping key by key, {@code Overrides} changes the
 * tree, and {@link dev.trawl.sweep.yaml.Problems} collects what each of them finds. Uses no other
 * room.
 */
@NullMarked
package dev.trawl.sweep.yaml;

import org.jspecify.annotations.NullMarked;
