/**
 * The dashboard's server: the REST interface over the store, live events, and the built web app.
 *
 * <p>Open {@link dev.trawl.dashboard.DashboardServer} first: it has every route on one screen.
 * {@code SweepApi} and {@code RunApi} answer them, {@code LiveEvents} follows the store and {@code
 * ErrorAnswers} words what went wrong. Uses {@code http}, {@code sweep}, {@code search}, {@code
 * track}, {@code wire} and {@code analysis}; what starts sweeps and exports models is passed in.
 */
@NullMarked
package dev.trawl.dashboard;

import org.jspecify.annotations.NullMarked;
