/**
 * What every server of ours needs of HTTP: where it listens, who is let in, and how it says no.
 *
 * <p>Open {@link dev.trawl.http.RequestGuard} first: it refuses what no page of the server would
 * send, and {@link dev.trawl.http.TokenGate} whoever lacks the token. Uses nothing of the other
 * rooms.
 */
@NullMarked
package dev.trawl.http;

import org.jspecify.annotations.NullMarked;
