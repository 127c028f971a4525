/**
 * A sweep as one HTML file to pass on: what was searched, the best run, what the runs say together,
 * and where they come from. It asks for nothing from elsewhere and runs no script.
 *
 * <p>Open {@link dev.trawl.report.ReportPage} first; {@link dev.trawl.report.ReportSource} is what
 * it is made of, {@code report.mustache} its form. Uses {@code sweep}, {@code track}, {@code
 * analysis} and {@code svg}.
 */
@NullMarked
package dev.trawl.report;

import org.jspecify.annotations.NullMarked;
