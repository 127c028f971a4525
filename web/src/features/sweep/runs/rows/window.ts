/** Which rows of a list are there: from the first to before the end. */
export type Window = { first: number; end: number };

/** So many rows beyond the edges are there too, so that scrolling and the keyboard find them. */
const BEYOND = 6;
/** The window moves in such steps, not with each row. */
const STEP = 8;

/** Before anything is measured. */
export const FIRST_WINDOW: Window = { first: 0, end: 32 };

/**
 * The rows in sight.
 *
 * @param above how many pixels of the list are scrolled away
 * @param height how many are shown
 */
export function windowOf(above: number, height: number, rowPixels: number): Window {
  const first = Math.floor((above / rowPixels - BEYOND) / STEP) * STEP;
  const end = Math.ceil(((above + height) / rowPixels + BEYOND) / STEP) * STEP;
  return { first: Math.max(0, first), end: Math.max(FIRST_WINDOW.end, end) };
}

/** A row by its place, or as many as are not there. */
export type Piece = { row: number } | { gap: number; /** Of the first that isn't there. */ from: number };

/**
 * A list as it is put on the page: rows in sight, and those around the one that has the focus, which may have been scrolled
 * away and shall not lose it.
 *
 * @param held the place of the row with the focus; -1 for none
 */
export function piecesOf(count: number, { first, end }: Window, held: number): Piece[] {
  const kept = held < 0 ? [] : [held - 1, held, held + 1].filter((row) => row >= 0 && row < count);
  const wanted = new Set([...kept, ...Array.from({ length: Math.max(0, Math.min(end, count) - first) }, (_, index) => first + index)]);
  const pieces: Piece[] = [];
  let next = 0;
  for (const row of [...wanted].sort((a, b) => a - b)) {
    if (row > next) pieces.push({ gap: row - next, from: next });
    pieces.push({ row });
    next = row + 1;
  }
  if (next < count) pieces.push({ gap: count - next, from: next });
  return pieces;
}
