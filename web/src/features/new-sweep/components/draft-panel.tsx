import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useRef } from 'react';
import { ApiError } from '@/api/client';
import type { Check } from '@/api/check-schemas';
import type { Problem } from '@/api/schemas';
import { plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { Failure } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { schemaQuery, type useStart } from '../api/new-sweep';
import type { Caret, Fault } from '../editor/editor';
import type { EditorHandle } from '../editor/text-editor';
import type { DraftState } from '../use-draft';
import { useChecked } from '../use-checked';
import { Estimate } from './estimate';
import { FileChoice } from './file-choice';
import styles from './new-sweep-page.module.css';
import { PlainText } from './plain-text';
import { Problems } from './problems';
import { Valid } from './valid';

/** CodeMirror is fetched when this page is; without the server the page goes on with a plain field. */
const TextEditor = lazy(() => import('../editor/text-editor').catch(() => ({ default: PlainText })));

const USE = 'sweep-file-use';

type Props = {
  state: DraftState;
  begin: (example: string) => void;
  start: ReturnType<typeof useStart>;
  starting: boolean;
  startsSweeps: boolean | undefined;
};

/** The file, what is wrong with it, and what it would do. */
export function DraftPanel({ state, begin, start, starting, startsSweeps }: Props) {
  const { text } = state.draft;
  const editor = useRef<EditorHandle>(null);
  const caretRef = useRef<Caret>(null);
  const { data: schema } = useQuery(schemaQuery);
  const checked = useChecked(text);
  const refused = start.error instanceof ApiError && start.variables === text ? start.error.problems : [];
  const check = checked.check;
  const problems = refused.length > 0 ? refused : (check?.problems ?? []);
  const warnings = check?.warnings.filter((each) => typeof each !== 'string') ?? [];
  const faults = useFaults(problems, check?.warnings);
  const isValid = checked.isCurrent && check?.valid === true;
  const go = (problem: Problem) => editor.current?.goTo(problem);
  const field = {
    text,
    version: state.version,
    onChange: state.type,
    schema,
    faults,
    checked: checked.text,
    described: USE,
    caretRef,
    ref: editor,
  };
  return (
    <div className={styles.beside}>
      <Panel title="Sweep file" note="YAML" actions={<FileChoice state={state} begin={begin} />}>
        <div className={styles.form}>
          <Suspense fallback={<PlainText {...field} />}>
            <TextEditor {...field} />
          </Suspense>
          <p id={USE} className={styles.soft}>
            Ctrl-Space proposes what can stand here. Tab indents; to leave the field press Escape, then Tab. This browser keeps the draft.
          </p>
          <p className={styles.actions}>
            {startsSweeps && (
              <Button kind="primary" disabled={!isValid || starting} onClick={() => start.mutate(text)}>
                {starting ? 'Starting …' : 'Start'}
              </Button>
            )}
            {startsSweeps === false && (
              <span className={styles.only}>
                This page is a running sweep’s and ends with it. To start another, type <code>./trawl run FILE</code>, or open
                the page of <code>./trawl serve</code>
              </span>
            )}
            <span className={styles.only} role="status" data-testid="check">
              {statusText(text, checked.isCurrent ? check : undefined, checked.error !== null)}
            </span>
          </p>
        </div>
      </Panel>
      <div className={styles.checks}>
        {checked.error && <Failure error={checked.error} onRetry={checked.retry} />}
        {start.error && refused.length === 0 && <Failure error={start.error} />}
        {problems.length > 0 && <Problems problems={problems} onGo={go} />}
        {warnings.length > 0 && <Problems title="warning" problems={warnings} onGo={go} />}
        {check?.valid && problems.length === 0 && (
          <Valid check={check}>
            <Estimate text={checked.text} />
          </Valid>
        )}
      </div>
    </div>
  );
}

/** The same ones until there are others, for the editor draws them anew. */
function useFaults(problems: readonly Problem[], warnings: Check['warnings'] | undefined): readonly Fault[] {
  return useMemo(
    () => [
      ...problems.map((problem) => ({ ...problem, severity: 'error' as const })),
      ...(warnings ?? []).flatMap((each) => (typeof each === 'string' ? [] : [{ ...each, severity: 'warning' as const }])),
    ],
    [problems, warnings],
  );
}

function statusText(text: string, check: Check | undefined, failed: boolean): string {
  if (text.trim() === '') return 'Nothing to check yet';
  if (failed) return 'Not checked';
  if (!check) return 'Checking …';
  return check.valid ? 'Valid' : plural(check.problems.length, 'problem');
}
