const due = new Set<() => void>();

/**
 * Draws charts one after the other, each in a task of its own: whoever clicks waits for one of them at most.
 *
 * @returns what calls it off
 */
export function inTurn(draw: () => void): () => void {
  due.add(draw);
  if (due.size === 1) setTimeout(drawNext);
  return () => due.delete(draw);
}

/** Draws all that are due at once: before the page is printed nothing else can be waited for. */
export function drawAll(): void {
  while (due.size > 0) drawFirst();
}

function drawNext(): void {
  try {
    drawFirst();
  } finally {
    if (due.size > 0) setTimeout(drawNext);
  }
}

function drawFirst(): void {
  const [draw] = due;
  if (!draw) return;
  due.delete(draw);
  draw();
}
