/**
 * TensorFlow Lite files: bytes of pixels in, probabilities out, float or all in 8 bits.
 *
 * <p>Open {@link dev.trawl.export.tflite.TfliteFormat} first; {@link
 * dev.trawl.export.tflite.TfliteWriter} has what each node becomes. The numbers of operators, of
 * options and of tables' fields are those of TensorFlow's schema.fbs, version 3.
 */
@NullMarked
package dev.trawl.export.tflite;

import org.jspecify.annotations.NullMarked;
