/**
 * What every format but Deeplearning4j's own is written from: a network as it predicts, as nodes in
 * an order in which each comes after those that it reads.
 *
 * <p>Open {@link dev.trawl.export.graph.ModelGraph} first; {@link
 * dev.trawl.export.graph.GraphReader} makes it of a network. Uses {@code model}.
 */
@NullMarked
package dev.trawl.export.graph;

import org.jspecify.annotations.NullMarked;
