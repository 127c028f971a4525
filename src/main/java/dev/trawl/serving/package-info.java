/**
 * The prediction server over an exported folder.
 *
 * <p>Open {@link dev.trawl.serving.PredictionServer} first: it has every route on one screen.
 * {@code ImageParser} reads images from JSON as it comes, {@code Batcher} puts what waits into one
 * call of the model, {@code ModelFollower} takes a newer model in place of the one that is served.
 * Uses {@code http} and {@code export.predict}: neither ND4J nor a database.
 */
@NullMarked
package dev.trawl.serving;

import org.jspecify.annotations.NullMarked;
