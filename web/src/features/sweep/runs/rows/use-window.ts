import { useLayoutEffect, useState, type RefObject } from 'react';
import { FIRST_WINDOW, windowOf, type Window } from './window';

const ROW_PIXELS = 32;

/**
 * The rows of a table's body that are in sight of the frame that it scrolls in.
 *
 * @param count how many rows there are
 */
export function useWindow(body: RefObject<HTMLTableSectionElement | null>, count: number): { window: Window; rowPixels: number } {
  const [window, setWindow] = useState(FIRST_WINDOW);
  const [rowPixels, setRowPixels] = useState(ROW_PIXELS);
  useLayoutEffect(() => {
    const rows = body.current;
    const frame = rows?.closest<HTMLElement>('[role=region]');
    if (!rows || !frame) return undefined;
    const look = () => {
      const pixels = rows.querySelector('tr[data-row]')?.getBoundingClientRect().height ?? ROW_PIXELS;
      const next = windowOf(Math.max(0, frame.scrollTop - rows.offsetTop), frame.clientHeight, pixels);
      setRowPixels(pixels);
      setWindow((last) => (last.first === next.first && last.end === next.end ? last : next));
    };
    look();
    const sizes = new ResizeObserver(look);
    sizes.observe(frame);
    frame.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes.disconnect();
      frame.removeEventListener('scroll', look);
    };
  }, [body, count]);
  return { window, rowPixels };
}
