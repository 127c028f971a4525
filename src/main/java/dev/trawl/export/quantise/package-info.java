/**
 * Numbers of 8 bits: what range each tensor of a graph needs, and weights rounded to their scale.
 *
 * <p>Open {@link dev.trawl.export.quantise.Calibration} first. Jacob et al., arXiv:1712.05877,
 * section 2; Nagel et al., arXiv:2106.08295, section 2.
 */
@NullMarked
package dev.trawl.export.quantise;

import org.jspecify.annotations.NullMarked;
