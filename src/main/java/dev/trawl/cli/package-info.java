/**
 * The command line.
 *
 * <p>Open {@link dev.trawl.cli.Main} first: it builds the command tree, and {@code Wiring} beside
 * it connects the other rooms. One class is one command; {@code Session} is what {@code run} and
 * {@code resume} share. Uses every other room; only this one prints: results to stdout, all else to
 * stderr. How it reads is in {@code cli.text}, how a running sweep looks in {@code cli.progress}.
 */
@NullMarked
package dev.trawl.cli;

import org.jspecify.annotations.NullMarked;
