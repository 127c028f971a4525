import { useId } from 'react';
import { ApiError } from '@/api/client';
import type { Problem, Run, Sweep } from '@/api/schemas';
import { visible } from '@/lib/visible';
import { Button } from '@/ui/button';
import { Failure } from '@/ui/notice';
import { useFilterDraft } from '@/ui/use-filter-draft';
import { UserText } from '@/ui/user-text';
import type { Filtered } from '../use-filtered';
import { corrected, examples, isUnfinished, marked, unknownKeys } from './filter-help';
import { vocabulary } from './filter-keys';
import { filteredText } from '../model/run-look';
import { FilterBox } from './filter-box';
import styles from './runs-filter.module.css';

type Props = {
  sweep: Sweep;
  runs: readonly Run[];
  /** The one in the address. */
  filter: string;
  filtered: Filtered;
  onChange: (filter: string, sameStep?: boolean) => void;
};

/** Which runs are shown: a filter in the language of the API and of `trawl runs --filter`. */
export function RunsFilter({ sweep, runs, filter, filtered, onChange }: Props) {
  const { draft, type, apply, rest, typing } = useFilterDraft(filter, onChange);
  const box = useId();
  const hint = useId();
  const problems = filtered.error instanceof ApiError ? filtered.error.problems : [];
  const unfinished = typing && isUnfinished(filter, problems);
  return (
    <search className={styles.filter}>
      <form
        className={styles.form}
        onBlur={rest}
        onSubmit={(event) => {
          event.preventDefault();
          apply(draft);
        }}
      >
        <label htmlFor={box} className={styles.label}>
          Filter
        </label>
        <FilterBox
          id={box}
          value={draft}
          onChange={type}
          vocabulary={() => vocabulary(runs)}
          invalid={filtered.error !== null && !unfinished}
          example={examples(sweep, [])[0]}
          describedBy={hint}
        />
        <Button type="submit">Apply</Button>
        {(filter !== '' || draft !== '') && <Button onClick={() => apply('')}>Show all</Button>}
      </form>
      <div id={hint}>
        {filtered.error && !unfinished ? (
          <Refusal filter={filter} filtered={filtered} error={filtered.error} onChange={apply} />
        ) : (
          <p role="status">
            {filter !== '' && !filtered.loading && <span className="unseen">{filteredText(filtered.shown, runs)} match.</span>}
            {unfinished && <span className={styles.message} data-testid="unfinished">Not applied yet: next comes <UserText text={problems.at(-1)?.expected ?? ''} /></span>}
            <Unknown keys={unknownKeys(filtered.applied, runs)} running={sweep.status === 'RUNNING'} />
          </p>
        )}
      </div>
      <details className={styles.help}>
        <summary>How to filter</summary>
        <p>
          Compare <code>metrics.KEY</code>, <code>params.NAME</code>, <code>tags.NAME</code> or an attribute such as{' '}
          <code>status</code>, <code>number</code>, <code>epochs</code> or <code>start_time</code> with{' '}
          <code>= != &lt; &lt;= &gt; &gt;=</code>, <code>LIKE</code>, <code>ILIKE</code>, <code>IN (…)</code> or{' '}
          <code>IS NULL</code>; combine with <code>AND</code>, <code>OR</code>, <code>NOT</code> and parentheses. Text stands in
          single quotes, numbers in none, an odd name in backticks. The arrow down lists what can be named.
        </p>
        <ul>
          {examples(sweep, runs).map((example) => (
            <li key={example}>
              <button type="button" className={styles.example} onClick={() => apply(example)}>
                <UserText cut text={example} />
              </button>
            </li>
          ))}
        </ul>
      </details>
    </search>
  );
}

function Unknown({ keys, running }: { keys: readonly string[]; running: boolean }) {
  if (keys.length === 0) return null;
  return (
    <span className={styles.message}>
      No run has <code><UserText text={keys.join(', ')} /></code>
      {running && ' yet'}.
    </span>
  );
}

type RefusalProps = { filter: string; filtered: Filtered; error: Error; onChange: (filter: string) => void };

function Refusal({ filter, filtered, error, onChange }: RefusalProps) {
  const problems = error instanceof ApiError ? error.problems : [];
  if (problems.length === 0) return <Failure error={error} onRetry={filtered.retry} />;
  return (
    <div className={styles.refusal} role="alert">
      {problems.map((problem) => (
        <Fault key={`${problem.line}:${problem.column}`} text={filter} problem={problem} onChange={onChange} />
      ))}
      <p className={styles.message}>
        {filtered.applied === '' ? (
          'Not applied: all runs are shown.'
        ) : (
          <>
            Not applied: shown is still <code><UserText text={filtered.applied} /></code>
          </>
        )}
      </p>
    </div>
  );
}

function Fault({ text, problem, onChange }: { text: string; problem: Problem; onChange: (filter: string) => void }) {
  const { before, marked: wrong, after } = marked(text, problem);
  const better = corrected(text, problem);
  return (
    <div className={styles.fault}>
      <pre>
        {visible(before)}
        <mark>{visible(wrong) || '\u00a0'}</mark>
        {visible(after)}
      </pre>
      <p>
        Column {problem.column}: found <code><UserText text={problem.found} /></code>, expected <UserText text={problem.expected} />.
        {problem.nearest !== null && (
          <>
            {' '}
            Did you mean{' '}
            {better === null ? (
              <code><UserText cut text={problem.nearest} /></code>
            ) : (
              <button type="button" className={styles.example} onClick={() => onChange(better)}>
                <UserText cut text={problem.nearest} />
              </button>
            )}
            ?
          </>
        )}
      </p>
    </div>
  );
}
