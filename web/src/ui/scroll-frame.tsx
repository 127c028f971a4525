import { useEffect, useRef, type ReactNode } from 'react';
import styles from './scroll-frame.module.css';

type Props = {
  /** What a screen reader calls it. */
  label: string;
  className?: string | undefined;
  children: ReactNode;
};

/** A part that scrolls on its own; a shadow at an edge says that there is more beyond it. */
export function ScrollFrame({ label, className, children }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = frame.current;
    const outer = element?.parentElement;
    if (!element || !outer) return undefined;
    const mark = () => {
      const { scrollLeft, scrollWidth, clientWidth } = element;
      outer.toggleAttribute('data-before', scrollLeft > 1);
      outer.toggleAttribute('data-after', scrollLeft + clientWidth < scrollWidth - 1);
    };
    mark();
    const sizes = new ResizeObserver(mark);
    sizes.observe(element);
    for (const child of element.children) sizes.observe(child);
    element.addEventListener('scroll', mark, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener('scroll', mark);
    };
  }, []);
  return (
    <div className={styles.outer}>
      <div ref={frame} className={`${styles.frame ?? ''} ${className ?? ''}`} tabIndex={0} role="region" aria-label={label}>
        {children}
      </div>
    </div>
  );
}
