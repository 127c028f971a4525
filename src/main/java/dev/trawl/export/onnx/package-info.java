/**
 * ONNX files: opset 13, bytes of pixels in, probabilities out, float or 8 bits.
 *
 * <p>Open {@link dev.trawl.export.onnx.OnnxFormat} first; {@link dev.trawl.export.onnx.OnnxWriter}
 * has what each node becomes. Written with the protobuf classes that ND4J brings.
 */
@NullMarked
package dev.trawl.export.onnx;

import org.jspecify.annotations.NullMarked;
