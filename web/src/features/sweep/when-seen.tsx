import { startTransition, useEffect, useEffectEvent, useRef, useState, type ComponentType } from 'react';
import { flushSync } from 'react-dom';
import { drawAll } from '@/charts/in-turn';
import { useInSight } from '@/ui/use-in-sight';
import { SweepProvider, useSweep } from './sweep-context';
import styles from './sweep-page.module.css';
import { isMany } from './use-runs';

/**
 * A panel whose charts take their time: it follows the page after that has answered. Of very many runs, once they are drawn, it
 * follows only while it is in sight, and catches up when it comes back or is printed.
 */
export function whenSeen(Panel: ComponentType): ComponentType {
  const panel = <Panel />; // the same each time, so that only what it is told draws it anew
  return function WhenSeen() {
    const page = useSweep();
    const frame = useRef<HTMLDivElement>(null);
    const seen = useInSight(frame);
    const [told, setTold] = useState(page);
    const many = isMany(page.sweep);
    const follows = seen || !many || told.filtered.loading;
    useEffect(() => {
      if (follows) startTransition(() => setTold(page));
    }, [follows, page]);
    const print = useEffectEvent(() => {
      flushSync(() => setTold(page));
      drawAll();
    });
    useEffect(() => {
      const beforePrint = () => print();
      window.addEventListener('beforeprint', beforePrint);
      return () => window.removeEventListener('beforeprint', beforePrint);
    }, []);
    return (
      <div ref={frame} className={styles.charts} data-away={(many && !seen) || undefined}>
        <SweepProvider value={told}>{panel}</SweepProvider>
      </div>
    );
  };
}
