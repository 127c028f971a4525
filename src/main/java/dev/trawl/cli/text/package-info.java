/**
 * What is recorded, as text for people: words, tables, reports.
 *
 * <p>Open {@link dev.trawl.cli.text.Wording} first: how a value reads. {@code VisibleText} keeps
 * what others recorded from steering the terminal; all printing goes through it. Uses {@code
 * sweep}, {@code track} and {@code analysis}.
 */
@NullMarked
package dev.trawl.cli.text;

import org.jspecify.annotations.NullMarked;
