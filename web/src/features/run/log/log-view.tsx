import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { count } from '@/lib/format';
import { Button } from '@/ui/button';
import { MOST_FOUND, pieces } from './log-text';
import styles from './log-view.module.css';

type Props = {
  text: string;
  /** Whether its end is shown first. */
  atEnd: boolean;
  /** What is looked for; empty looks for nothing. */
  wanted: string;
  onWanted: (wanted: string) => void;
};

/** A log that scrolls on its own and stays at its end as it grows; what is looked for is marked. */
export function LogView({ text, atEnd, wanted, onWanted }: Props) {
  const frame = useRef<HTMLPreElement>(null);
  const isAtEnd = useRef(atEnd);
  const [chosen, setChosen] = useState(0);
  const parts = useMemo(() => pieces(text, wanted), [text, wanted]);
  const places = parts.flatMap(({ found }, index) => (found ? [index] : []));
  const at = places.length === 0 ? 0 : Math.min(chosen, places.length - 1);
  const current = wanted === '' ? undefined : places[at];

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const mark = element.querySelector<HTMLElement>('[data-current]');
    if (mark) element.scrollTop = mark.offsetTop - element.clientHeight / 3;
    else if (isAtEnd.current) element.scrollTop = element.scrollHeight;
  }, [text, current]);

  const step = (by: number): void => setChosen((at + by + places.length) % Math.max(1, places.length));
  return (
    <div className={styles.view}>
      <search className={styles.find}>
        <input
          type="search"
          aria-label="Find in the log"
          placeholder="Find"
          value={wanted}
          spellCheck={false}
          onChange={(event) => {
            setChosen(0);
            onWanted(event.target.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
          }}
        />
        {wanted !== '' && (
          <>
            <span role="status" className={styles.count}>
              {places.length === 0 ? 'not found' : `${count(at + 1)} of ${places.length < MOST_FOUND ? '' : 'at least '}${count(places.length)}`}
            </span>
            <Button disabled={places.length < 2} onClick={() => step(-1)} aria-label="Previous place" title="Shift+Enter">
              ↑
            </Button>
            <Button disabled={places.length < 2} onClick={() => step(1)} aria-label="Next place" title="Enter">
              ↓
            </Button>
          </>
        )}
      </search>
      <pre
        ref={frame}
        className={styles.log}
        tabIndex={0}
        role="region"
        aria-label="Log, scrollable"
        data-testid="log"
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
          isAtEnd.current = scrollTop + clientHeight > scrollHeight - 4;
        }}
      >
        {parts.map(({ text: part, found }, index) =>
          found ? (
            <mark key={index} data-current={index === current || undefined}>
              {part}
            </mark>
          ) : (
            part
          ),
        )}
      </pre>
    </div>
  );
}
