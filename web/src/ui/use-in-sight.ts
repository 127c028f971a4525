import { useEffect, useState, type RefObject } from 'react';

/** Whether a part of an element can be seen. */
export function useInSight(element: RefObject<Element | null>): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!element.current) return undefined;
    const sight = new IntersectionObserver((entries) => setSeen(entries.at(-1)?.isIntersecting ?? false));
    sight.observe(element.current);
    return () => sight.disconnect();
  }, [element]);
  return seen;
}
