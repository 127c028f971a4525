/**
 * Runs as tasks of an Apache Spark cluster: each run is a job of one task. The driver keeps the
 * search, the store and the page; an executor trains, and reports each epoch by messages of Spark's
 * own plugins. What an executor has reported is recorded before it goes on.
 *
 * <p>Open {@link dev.trawl.spark.SparkTraining} first, then {@code TrainingTask}, its other end.
 * Alone in knowing Spark.
 */
@NullMarked
package dev.trawl.spark;

import org.jspecify.annotations.NullMarked;
