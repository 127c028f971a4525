/**
 * Not a room: a class that Deeplearning4j looks for by this name; {@link
 * org.nd4j.nativeblas.Nd4jCpu} says why.
 */
@NullMarked
package org.nd4j.nativeblas;

import org.jspecify.annotations.NullMarked;
