import type { Contrast } from '@/api/comparison-schemas';
import { fixed } from '@/lib/format';
import { Panel } from '@/ui/panel';
import { RunMark } from '@/ui/run-mark';
import { Sentence, UserText } from '@/ui/user-text';
import { useCompare, type Shown } from '../compare-context';
import { barOf, pText, reachOf, verdictText } from './verdict';
import styles from './verdict-panel.module.css';

/** More in sentences would push all else off the screen. */
const FEW = 4;

/** Whether the differences are real. */
export function VerdictPanel() {
  const { comparison, runs, baseline } = useCompare();
  const others = runs.filter(({ contrast }) => contrast !== null);
  if (others.length === 0) return null;
  const many = others.length > FEW;
  const reach = reachOf(others.flatMap(({ contrast }) => contrast?.interval ?? []));
  return (
    <Panel title="Is the difference real?" note={`against ${baseline.name}, by the accuracy on the same images`}>
      <div className={styles.verdict} data-testid="verdict">
        <p className={styles.sentence}><Sentence text={comparison.sentence} /></p>
        <ul className={styles.runs}>
          {others.map((shown) => shown.contrast && <Row key={shown.run.run_id} shown={shown} contrast={shown.contrast} reach={reach} detail={many ? 'figures' : others.length > 1 ? 'sentence' : null} />)}
        </ul>
        {many && (
          <details>
            <summary>Each in a sentence</summary>
            {others.map(({ run, contrast }) => (
              <p key={run.run_id} className={styles.detail}><Sentence text={contrast?.sentence ?? ''} /></p>
            ))}
          </details>
        )}
      </div>
    </Panel>
  );
}

type RowProps = { shown: Shown; contrast: Contrast; reach: number; detail: 'figures' | 'sentence' | null };

function Row({ shown: { place, name }, contrast, reach, detail }: RowProps) {
  const { difference, interval, p } = contrast;
  return (
    <li className={styles.run}>
      <span className={styles.name}>
        <RunMark place={place} /> <UserText text={name} />
      </span>
      <span className={styles[contrast.verdict]}>{verdictText(contrast.verdict)}</span>
      {difference !== undefined && interval && (
        <span className={styles.scale}>
          <Interval difference={difference} interval={interval} reach={reach} />
          <span className={styles.points}>{signed(difference)} points</span>
          {detail === 'figures' && p !== undefined && <span className={styles.figures}>95 %: {signed(interval[0])} to {signed(interval[1])}; {pText(p)}</span>}
        </span>
      )}
      {detail === 'sentence' && <p className={styles.detail}><Sentence text={contrast.sentence} /></p>}
    </li>
  );
}

function signed(difference: number): string {
  const text = fixed(100 * difference, 2);
  return difference > 0 ? `+${text}` : text.replace('-', '−');
}

/** The difference with its interval; the middle is none. */
function Interval({ difference, interval, reach }: { difference: number; interval: readonly [number, number]; reach: number }) {
  const { left, width, at } = barOf(difference, interval, reach);
  return (
    <svg className={styles.interval} viewBox="0 0 200 16" role="img" aria-label={`95 %: ${signed(interval[0])} to ${signed(interval[1])} points`}>
      <line x1="100" x2="100" y1="0" y2="16" className={styles.none} />
      <line x1={2 * left} x2={2 * (left + width)} y1="8" y2="8" className={styles.bar} />
      <circle cx={2 * at} cy="8" r="4" className={styles.dot} />
    </svg>
  );
}
