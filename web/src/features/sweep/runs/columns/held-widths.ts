import { useLayoutEffect, useRef, type RefObject } from 'react';

/**
 * Keeps a table's columns as wide as they have been: only the rows in sight are there, and with their own widths the columns
 * would move while somebody scrolls.
 *
 * @param rows the rows that are there; with each other ones the columns may grow
 * @param columns those that are shown; with other ones all begin anew
 */
export function useHeldWidths(body: RefObject<HTMLTableSectionElement | null>, rows: unknown, columns: unknown): void {
  const held = useRef<{ columns: unknown; fits: boolean }>({ columns: null, fits: false });
  useLayoutEffect(() => {
    const table = body.current?.closest('table');
    if (!table) return;
    const fits = (): boolean => table.offsetWidth <= (table.parentElement?.clientWidth ?? 0);
    // What had room to spare gives of it before the table gets wider than its frame.
    if (held.current.columns !== columns || (held.current.fits && !fits())) release(table);
    const heads = headsOf(table);
    const widths = heads.map((head) => head.getBoundingClientRect().width);
    heads.forEach((head, place) => (head.style.minWidth = `${widths[place] ?? 0}px`));
    held.current = { columns, fits: fits() };
  }, [body, rows, columns]);
  useLayoutEffect(() => {
    const table = body.current?.closest('table');
    const frame = table?.parentElement;
    if (!frame) return undefined;
    let width = frame.clientWidth;
    const sizes = new ResizeObserver(() => {
      if (frame.clientWidth === width) return;
      width = frame.clientWidth;
      release(table);
    });
    sizes.observe(frame);
    return () => sizes.disconnect();
  }, [body]);
}

function release(table: HTMLTableElement): void {
  for (const head of headsOf(table)) head.style.minWidth = '';
}

/** Without those whose width somebody chose. */
function headsOf(table: HTMLTableElement): HTMLElement[] {
  return [...(table.tHead?.rows[0]?.cells ?? [])].filter((cell) => cell.style.maxWidth === '');
}
