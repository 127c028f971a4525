import { useId, useState, type SubmitEvent } from 'react';
import { ApiError } from '@/api/client';
import type { Problem } from '@/api/schemas';
import { Button } from '@/ui/button';
import { Failure } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { TimeAgo } from '@/ui/time-ago';
import { UserText } from '@/ui/user-text';
import { useChange } from '../api/changes';
import { useSweepFacts } from '../sweep-context';
import styles from './changes-panel.module.css';
import { canChange, FIELDS, fromText, otherProblems, problemsOf, saysSomething, type Wishes } from './wishes';

/** What was changed of the sweep since its start, and a way to change it while it isn't over. */
export function ChangesPanel() {
  const { sweep } = useSweepFacts();
  const { adjustments } = sweep;
  const open = canChange(sweep);
  if (!open && adjustments.length === 0) return null;
  return (
    <Panel title="Changes" anchor="changes" note={open ? 'of the sweep from its next job on; what was decided before stays' : 'of the sweep while it ran'}>
      <div className={styles.changes} data-testid="changes">
        {adjustments.length > 0 && (
          <ul className={styles.list}>
            {adjustments.map(({ key, before, after, job, by, adjusted_at: at }, place) => (
              <li key={place}>
                <code><UserText text={key} /></code> {before !== null && <>from <UserText text={before} /> </>}to{' '}
                <b>{after === null ? 'nothing' : <UserText text={after} />}</b>, {fromText(sweep, job)}{' '}
                <span className={styles.soft}>
                  by <UserText cut text={by} />, <TimeAgo at={at} />
                </span>
              </li>
            ))}
          </ul>
        )}
        {open && <ChangeForm />}
      </div>
    </Panel>
  );
}

const NOTHING: Wishes = {};

function ChangeForm() {
  const { address } = useSweepFacts();
  const [wishes, setWishes] = useState(NOTHING);
  const action = useChange(address);
  const problems = action.error instanceof ApiError ? action.error.problems : [];
  const others = otherProblems(problems);
  const ask = (event: SubmitEvent) => {
    event.preventDefault();
    action.mutate(wishes, { onSuccess: () => setWishes(NOTHING) });
  };
  const change = (key: string, text: string) => {
    setWishes({ ...wishes, [key]: text });
    action.reset();
  };
  return (
    <form className={styles.form} onSubmit={ask}>
      {FIELDS.map(({ key, label, example }) => (
        <Field
          key={key}
          label={label}
          example={example}
          value={wishes[key] ?? ''}
          problems={problemsOf(problems, key)}
          onChange={(text) => change(key, text)}
        />
      ))}
      <Button kind="primary" type="submit" disabled={!saysSomething(wishes) || action.isPending}>
        {action.isPending ? 'Asking …' : 'Change'}
      </Button>
      <div className={styles.wide} aria-live="polite">
        {others.length > 0 && <Faults problems={others} />}
        {action.error && problems.length === 0 && <Failure error={action.error} />}
      </div>
    </form>
  );
}

type FieldProps = {
  label: string;
  example: string;
  value: string;
  problems: readonly Problem[];
  onChange: (text: string) => void;
};

export function Field({ label, example, value, problems, onChange }: FieldProps) {
  const said = useId();
  const invalid = problems.length > 0;
  return (
    <label className={styles.field}>
      <span>{label}</span>
      <input
        placeholder={example}
        value={value}
        aria-invalid={invalid}
        aria-describedby={invalid ? said : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {invalid && <span id={said}><Faults problems={problems} /></span>}
    </label>
  );
}

function Faults({ problems }: { problems: readonly Problem[] }) {
  return (
    <>
      {problems.map(({ line, column, found, expected }) => (
        <span key={`${line}:${column}:${found}`} className={styles.fault}>
          found <code><UserText text={found} /></code>, expected <UserText text={expected} />
        </span>
      ))}
    </>
  );
}
