import { useLayoutEffect, useState, type RefObject } from 'react';

/** How wide an element is, in pixels, before anything is painted: no chart is drawn twice. */
export function useWidth(ref: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!ref.current) return undefined;
    setWidth(ref.current.clientWidth);
    const sizes = new ResizeObserver(([entry]) => entry && setWidth(Math.round(entry.contentRect.width)));
    sizes.observe(ref.current);
    return () => sizes.disconnect();
  }, [ref]);
  return width;
}
