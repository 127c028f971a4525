import { useLayoutEffect, type RefObject } from 'react';

/** The custom property that says how far from the left a pinned cell stays. */
export function offsetOf(place: number): string {
  return `var(--left-${place})`;
}

/** Keeps for each pinned column, and the one of ticks before them, how wide those before it are: as wide as they have become. */
export function usePinnedOffsets(head: RefObject<HTMLTableSectionElement | null>, pinned: number): void {
  useLayoutEffect(() => {
    const row = head.current?.rows[0];
    const table = head.current?.closest('table');
    if (!row || !table) return undefined;
    const cells = [...row.cells].slice(0, pinned + 1);
    const measure = () => {
      let left = 0;
      for (const [place, cell] of cells.entries()) {
        table.style.setProperty(`--left-${place}`, `${left}px`);
        left += cell.getBoundingClientRect().width;
      }
    };
    measure();
    const sizes = new ResizeObserver(measure);
    cells.forEach((cell) => sizes.observe(cell));
    return () => sizes.disconnect();
  }, [head, pinned]);
}
