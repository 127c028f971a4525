/**
 * The stopping rules that sweep files may name as {@code early_terminate}.
 *
 * <p>Open {@link dev.trawl.search.stopping.Asha} first: the others are alike. Uses {@code search}.
 */
@NullMarked
package dev.trawl.search.stopping;

import org.jspecify.annotations.NullMarked;
