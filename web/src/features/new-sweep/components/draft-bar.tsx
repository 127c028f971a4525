import type { ReactNode } from 'react';
import { plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { TimeAgo } from '@/ui/time-ago';
import type { DraftState } from '../use-draft';
import styles from './new-sweep-page.module.css';

/** What one should know of the draft, and has to decide. */
export function DraftBar({ state }: { state: DraftState }) {
  const { other, replaced, kept, settle, undo } = state;
  return (
    <div aria-live="polite" className={styles.bars}>
      {other && (
        <Ask
          text={<>Another tab changed the draft <TimeAgo at={new Date(other.at).toISOString()} /></>}
          yes="Take its text"
          no="Keep this one"
          onYes={() => settle(true)}
          onNo={() => settle(false)}
        />
      )}
      {replaced && (
        <p className={styles.ask}>
          <span>The draft of {lines(replaced.text)} was replaced; it is among the earlier ones</span>
          <Button onClick={undo}>Undo</Button>
        </p>
      )}
      {!kept && <p className={styles.warning}>This browser keeps no draft: leaving the page loses it</p>}
    </div>
  );
}

type AskProps = { text: ReactNode; yes: string; no: string; onYes: () => void; onNo: () => void };

/** A question that nothing waits for. */
export function Ask({ text, yes, no, onYes, onNo }: AskProps) {
  return (
    <p className={styles.ask} data-testid="ask">
      <span>{text}</span>
      <Button onClick={onYes}>{yes}</Button>
      <Button onClick={onNo}>{no}</Button>
    </p>
  );
}

export function lines(text: string): string {
  return plural(text.trimEnd().split('\n').length, 'line');
}
