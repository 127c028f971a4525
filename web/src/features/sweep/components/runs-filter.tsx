import { useId, useState } from 'react';
import { ApiError } from '@/api/client';
import type { Problem, Run, Sweep } from '@/api/schemas';
import { Button } from '@/ui/button';
import { corrected, examples, pointer } from '../model/filter-help';
import styles from './runs-filter.module.css';

type Props = {
  sweep: Sweep;
  runs: readonly Run[];
  /** The one in the address. */
  filter: string;
  /** Why it has not been applied. */
  error: Error | null;
  /** What it names and no run has. */
  unknown: readonly string[];
  /** Whether it leaves no run. */
  none: boolean;
  onChange: (filter: string) => void;
};

/** Which runs are shown: a filter in the language of the API and of `trawl runs --filter`. */
export function RunsFilter({ sweep, runs, filter, error, unknown, none, onChange }: Props) {
  const [draft, setDraft] = useState(filter);
  const [applied, setApplied] = useState(filter);
  if (filter !== applied) {
    setApplied(filter);
    setDraft(filter);
  }
  const hint = useId();
  const problems = error instanceof ApiError ? error.problems : [];
  return (
    <search className={styles.filter}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          onChange(draft);
        }}
      >
        <input
          className={styles.text}
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          aria-label="Filter"
          aria-describedby={hint}
          aria-invalid={error !== null}
          placeholder="metrics.test_accuracy >= 0.99 AND params.batch_size = 64"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
        />
        <Button type="submit" kind={draft.trim() === filter.trim() ? 'plain' : 'primary'}>
          Filter
        </Button>
        {filter !== '' && <Button onClick={() => onChange('')}>Show all</Button>}
      </form>
      <div id={hint} aria-live="polite">
        {problems.map((problem) => (
          <Fault key={`${problem.line}:${problem.column}`} text={filter} problem={problem} onChange={onChange} />
        ))}
        {error && problems.length === 0 && <p className={styles.message}>{error.message}</p>}
        {!error && none && (
          <p className={styles.message}>
            No run matches.{' '}
            {unknown.length > 0 && (
              <>
                No run has <code>{unknown.join(', ')}</code>.
              </>
            )}
          </p>
        )}
      </div>
      <details className={styles.help}>
        <summary>How to filter</summary>
        <p>
          Compare <code>metrics.KEY</code>, <code>params.NAME</code>, <code>tags.NAME</code> or an attribute such as{' '}
          <code>status</code>, <code>number</code>, <code>epochs</code>, <code>seconds</code>, <code>band</code> or{' '}
          <code>start_time</code> with <code>= != &lt; &lt;= &gt; &gt;=</code>, <code>LIKE</code>, <code>ILIKE</code>,{' '}
          <code>IN (…)</code> or <code>IS NULL</code>; combine with <code>AND</code>, <code>OR</code>, <code>NOT</code> and
          parentheses. Text stands in quotes, numbers don’t; an odd name stands in backticks.
        </p>
        <ul>
          {examples(sweep, runs).map((example) => (
            <li key={example}>
              <button type="button" className={styles.example} onClick={() => onChange(example)}>
                {example}
              </button>
            </li>
          ))}
        </ul>
      </details>
    </search>
  );
}

function Fault({ text, problem, onChange }: { text: string; problem: Problem; onChange: (filter: string) => void }) {
  const better = corrected(text, problem);
  return (
    <div className={styles.fault} role="alert">
      <pre>{pointer(text, problem)}</pre>
      <p>
        Not applied: found <code>{problem.found}</code>, expected {problem.expected}.
        {problem.nearest !== null && better === null && (
          <>
            {' '}
            Did you mean <code>{problem.nearest}</code>?
          </>
        )}
        {better !== null && (
          <>
            {' '}
            Did you mean{' '}
            <button type="button" className={styles.example} onClick={() => onChange(better)}>
              {problem.nearest}
            </button>
            ?
          </>
        )}
      </p>
    </div>
  );
}
