/** What is written before it takes its name, and gone when it does not come so far. */
@NullMarked
package dev.trawl.draft;

import org.jspecify.annotations.NullMarked;
