/**
 * Pictures as text. Open {@link dev.trawl.svg.Svg}; it is all there is. Uses nothing of the house.
 */
@NullMarked
package dev.trawl.svg;

import org.jspecify.annotations.NullMarked;
