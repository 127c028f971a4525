import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useDelete, useUndelete } from '@/api/records';
import type { RunDetail, Sweep } from '@/api/schemas';
import { epochWordOf } from '@/lib/epoch-word';
import { duration, plural } from '@/lib/format';
import { Accuracy } from '@/ui/accuracy';
import { BandBadge, StatusBadge } from '@/ui/badges';
import { Button, LINK_BUTTON } from '@/ui/button';
import { Deleted } from '@/ui/deleted';
import { Failure } from '@/ui/notice';
import { TimeAgo } from '@/ui/time-ago';
import { Sentence, UserText } from '@/ui/user-text';
import { useStopRun } from '../api/stop';
import { isTrouble, reasonText } from '../model/ending';
import { isExternal } from '@/lib/external';
import { useRun } from '../run-context';
import { OtherRuns } from './other-runs';
import { TimeBar } from './time-bar';
import styles from './run-header.module.css';

export function RunHeader() {
  const { address, run, sweep, learned, view } = useRun();
  const deletion = useDelete('runs', run.run_id);
  const back = useUndelete('runs');
  const best = sweep?.best_run_id === run.run_id;
  return (
    <header className={styles.header}>
      <div className={styles.line}>
        <nav className={styles.trail} aria-label="Where this is">
          <Link to="/">Sweeps</Link> <span aria-hidden="true">/</span>{' '}
          <Link to="/sweeps/$sweepId" params={{ sweepId: run.sweep_id }} search={{ filter: view.filter, sort: view.sort }}>
            <UserText cut text={sweep?.name ?? run.sweep_id.slice(0, 8)} />
          </Link>{' '}
          <span aria-hidden="true">/</span> <code>{run.run_id}</code>
        </nav>
        <OtherRuns />
      </div>
      <div className={styles.line}>
        <h1>
          Run {run.number}
          {run.parent && (
            <span className={styles.soft}>
              , final of <Link to="/runs/$runId" params={{ runId: run.parent }}>{run.parent.slice(0, 8)}</Link>
            </span>
          )}
          {run.attempt > 1 && <span className={styles.soft}>, attempt {run.attempt}</span>}
        </h1>
        <StatusBadge status={run.status} />
        {best && <span className={styles.best}>★ best of the sweep</span>}
        {run.metrics.test_accuracy !== undefined && (
          <span className={styles.figure} title="test accuracy">
            <Accuracy value={run.metrics.test_accuracy} interval={run.intervals.test_accuracy} />
          </span>
        )}
        <BandBadge band={run.band} thresholds={sweep?.thresholds ?? []} />
        <span className={styles.actions}>
          {sweep?.best_run_id != null && !best && (
            <Link to="/compare" search={{ runs: `${sweep.best_run_id},${run.run_id}` }} className={LINK_BUTTON}>
              Compare with the best
            </Link>
          )}
          {!isExternal(run) && (
            <Link to="/new" search={{ from: run.sweep_id, run: run.number }} className={LINK_BUTTON} title="A sweep file for this run alone, with what its diagnosis proposes">
              Again with changes
            </Link>
          )}
          {(run.status === 'RUNNING' || run.status === 'SCHEDULED') && <StopRun address={address} runId={run.run_id} />}
          {isDeletable(run, sweep) && (
            <Button kind="danger" disabled={deletion.isPending} onClick={() => deletion.mutate()}>
              Delete
            </Button>
          )}
        </span>
      </div>
      {run.deleted_at !== null && (
        <Deleted what="This run" at={run.deleted_at} pending={back.isPending} onUndo={() => back.mutate(run.run_id)} />
      )}
      {deletion.error && <Failure error={deletion.error} />}
      {back.error && <Failure error={back.error} />}
      {run.reason && <p className={isTrouble(run) ? styles.failure : styles.reason}><Sentence text={reasonText(run) ?? ''} /></p>}
      <p className={styles.facts}>
        {!(isExternal(run) && run.epochs === 0) && (
          <span>
            {plural(run.epochs, epochWordOf(run))}
            {run.best_epoch !== null && learned && `, best at ${epochWordOf(run)} ${run.best_epoch}`}
          </span>
        )}
        <span>{duration(run.seconds)} of training and evaluation</span>
        {isExternal(run) && <span>trained by a program in its own loop</span>}
        <span>
          created <TimeAgo at={run.created_at} />
        </span>
      </p>
      <TimeBar run={run} />
    </header>
  );
}

/** One that is trained, or waits for it, has to be stopped first. */
function isDeletable(run: RunDetail, sweep: Sweep | undefined): boolean {
  const ended = ['FINISHED', 'PRUNED', 'FAILED', 'KILLED'].includes(run.status);
  return run.deleted_at === null && sweep !== undefined && (ended || sweep.status !== 'RUNNING');
}

/** Stopping a run is final, so it takes two presses. */
function StopRun({ address, runId }: { address: string; runId: string }) {
  const [asked, setAsked] = useState(false);
  const stop = useStopRun(address, runId);
  if (stop.error) return <Failure error={stop.error} onRetry={() => stop.mutate()} />;
  if (stop.isPending || stop.isSuccess) return <span className={styles.soft}>stopping …</span>;
  return (
    <>
      {asked ? (
        <>
          <Button kind="danger" onClick={() => stop.mutate()}>
            Stop for good
          </Button>
          <Button onClick={() => setAsked(false)}>Keep</Button>
        </>
      ) : (
        <Button kind="danger" onClick={() => setAsked(true)}>
          Stop this run
        </Button>
      )}
    </>
  );
}
