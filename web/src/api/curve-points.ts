/** How many points of a curve a chart asks for: about as many as its pixels. The server keeps the extremes. */
export const MOST_POINTS = 1000;
