import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { count, plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { Failure, Loading } from '@/ui/notice';
import { Sentence } from '@/ui/user-text';
import { runFindingsQuery } from '../api/run-findings';
import { useSweep } from '../sweep-context';
import { isSelected, kindWish, MOST_SELECTED } from './kinds';
import styles from './run-findings.module.css';

/** The server looks at so many runs without being asked. */
const MANY = 2000;

/** How many runs have which finding; a press selects them everywhere on the page. */
export function RunFindings() {
  const { sweep, runs, waiting, view, select } = useSweep();
  const [asked, setAsked] = useState(false);
  const isMuch = runs.length > MANY && !asked;
  const { data, error, refetch } = useQuery({ ...runFindingsQuery(sweep.sweep_id), enabled: !waiting && runs.length > 0 && !isMuch });
  if (isMuch) return <Button onClick={() => setAsked(true)}>Diagnose each of {plural(runs.length, 'run')}</Button>;
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return asked ? <Loading what="the findings of each run" /> : null;
  if (data.kinds.length === 0) return null;
  return (
    <section className={styles.runs} aria-label="Findings of single runs" data-testid="run-findings">
      <h3 className={styles.title}>By run</h3>
      <ul className={styles.kinds}>
        {data.kinds.map((kind) => (
          <li key={kind.title} className={styles[kind.severity]}>
            <button
              type="button"
              className={styles.kind}
              aria-pressed={isSelected(view.filter ?? '', kind)}
              title={
                kind.numbers.length > MOST_SELECTED
                  ? `Show the first ${count(MOST_SELECTED)} of these runs alone, everywhere on the page`
                  : 'Show these runs alone, everywhere on the page'
              }
              onClick={() => select([kindWish(view.filter ?? '', kind)])}
            >
              <b>{count(kind.numbers.length)}</b> <Sentence text={kind.title} />
            </button>
          </li>
        ))}
        {data.without > 0 && <li className={styles.none}>{count(data.without)} without a finding</li>}
      </ul>
    </section>
  );
}
