import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { ApiError } from '@/api/client';
import type { Check, Problem } from '@/api/schemas';
import { launchOf, useFollowed, useServer } from '@/api/server';
import { duration, plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { Facts } from '@/ui/facts';
import { LaunchNotice } from '@/ui/launch-notice';
import { Failure } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { useTitle } from '@/ui/use-title';
import { UserText } from '@/ui/user-text';
import { useCheck, useStart } from '../api/new-sweep';
import styles from './new-sweep-page.module.css';

/** Paste a sweep file, see what is wrong with it, start it. */
export function NewSweepPage() {
  useTitle('New sweep');
  const navigate = useNavigate();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  const check = useCheck();
  const start = useStart();
  const server = useServer();
  const refused = start.error instanceof ApiError ? start.error.problems : [];
  const problems = refused.length > 0 ? refused : (check.data?.problems ?? []);
  const launch = launchOf(start.data, server?.starting);
  const starting = start.isPending || launch?.status === 'starting';
  const started = (launch ?? start.data)?.sweep_id ?? null;
  useEffect(() => {
    if (started !== null) void navigate({ to: '/sweeps/$sweepId', params: { sweepId: started } });
  }, [started, navigate]);
  // Of others too, and of those that were asked for before this page was left.
  const followed = useFollowed(server?.starting);
  const others = followed.filter((each) => each.status !== 'started' && each.launch_id !== launch?.launch_id);
  const change = (value: string) => {
    setText(value);
    check.reset();
    start.reset();
  };
  return (
    <div className={styles.page}>
      <header>
        <nav className={styles.trail} aria-label="Where this is">
          <Link to="/">Sweeps</Link> <span aria-hidden="true">/</span> new
        </nav>
        <h1>New sweep</h1>
      </header>
      <Panel title="Sweep file" note="YAML; sweeps/mnist-quick.yaml is a commented example">
        <div className={styles.form}>
          <textarea
            ref={field}
            className={styles.text}
            value={text}
            onChange={(event) => change(event.target.value)}
            spellCheck={false}
            rows={22}
            aria-label="Sweep file"
            placeholder={'name: my-sweep\ndataset: mnist\nmethod: random\nrun_cap: 8\n…'}
          />
          <p className={styles.actions}>
            <Button disabled={text.trim() === '' || check.isPending} onClick={() => check.mutate(text)}>
              Check
            </Button>
            {server?.starts_sweeps && (
              <Button kind="primary" disabled={text.trim() === '' || starting} onClick={() => start.mutate(text)}>
                {starting ? 'Starting …' : 'Start'}
              </Button>
            )}
            {server?.starts_sweeps === false && (
              <span className={styles.only}>
                This page is a running sweep’s and ends with it. To start another, type <code>./trawl run FILE</code>, or open
                the page of <code>./trawl serve</code>
              </span>
            )}
          </p>
        </div>
      </Panel>
      <div aria-live="polite">
        {check.error && <Failure error={check.error} />}
        {start.error && refused.length === 0 && <Failure error={start.error} />}
        {[...others, ...(launch ? [launch] : [])].map((each) => (
          <LaunchNotice key={each.launch_id} name={each.name} problem={each.problem} />
        ))}
        {problems.length > 0 && <Problems problems={problems} onGo={(problem) => goTo(field.current, problem)} />}
        {check.data?.valid && problems.length === 0 && <Valid check={check.data} />}
      </div>
    </div>
  );
}

export function Problems({ problems, onGo }: { problems: readonly Problem[]; onGo: (problem: Problem) => void }) {
  return (
    <Panel title={plural(problems.length, 'problem')}>
      <ul className={styles.problems}>
        {problems.map((problem) => (
          <li key={`${problem.line}:${problem.column}:${problem.found}`}>
            <button type="button" className={styles.place} onClick={() => onGo(problem)}>
              line {problem.line}, column {problem.column}
            </button>{' '}
            found <code><UserText text={problem.found} /></code>, expected <UserText text={problem.expected} />
            {problem.nearest && (
              <>
                {' '}
                (did you mean <code><UserText cut text={problem.nearest} /></code>?)
              </>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function Valid({ check }: { check: Check }) {
  const within = check.budget_seconds == null ? '' : `as many runs as end within ${duration(check.budget_seconds)}`;
  const planned = check.planned_runs === null ? '' : plural(check.planned_runs, 'run');
  const runs = [planned, within].filter(Boolean).join(' or ') || 'no end of its own';
  const points = check.space_size === null ? 'a continuous space' : plural(check.space_size, 'point');
  return (
    <Panel title="It is valid" note={`${check.method ?? ''} search, ${runs}, ${points}`}>
      <Facts facts={check.parameters.map(({ name, distribution, when }) => [name, when ? `${distribution}, when ${when}` : distribution])} />
      {check.warnings.map((warning) => (
        <p key={warningText(warning)} className={styles.warning}>
          <UserText text={warningText(warning)} />
        </p>
      ))}
    </Panel>
  );
}

function warningText(warning: Check['warnings'][number]): string {
  if (typeof warning === 'string') return warning;
  return `line ${warning.line}, column ${warning.column}: found ${warning.found}, expected ${warning.expected}`;
}

/** Puts the cursor where the problem is. */
function goTo(field: HTMLTextAreaElement | null, { line, column }: Problem): void {
  if (!field) return;
  const before = field.value.split('\n').slice(0, line - 1);
  const start = before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
  const end = field.value.slice(start).search(/[\s:,\]}]|$/) + start;
  field.focus();
  field.setSelectionRange(start, Math.max(end, start + 1));
}
