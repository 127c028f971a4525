/**
 * What answers from an exported folder, whatever its format.
 *
 * <p>Open {@link dev.trawl.export.predict.Predictor} first, then {@link
 * dev.trawl.export.predict.ModelRecord}: what {@code model.json} says of the folder's models;
 * {@link dev.trawl.export.predict.OnnxPredictor} runs those in ONNX. What serves a model needs
 * nothing else of {@code export}, so nothing here knows ND4J. Uses nothing of the other rooms.
 */
@NullMarked
package dev.trawl.export.predict;

import org.jspecify.annotations.NullMarked;
