import { useEffect } from 'react';
import { Link, useNavigate } from '@tanstack/react-router';
import { url } from '@/api/client';
import { useDelete, useUndelete } from '@/api/records';
import { launchOf, useFollowed, useServer } from '@/api/server';
import { countsText, endedRuns, expectedRuns } from '@/lib/counts';
import { count, duration, plural, shortId } from '@/lib/format';
import { methodText } from '@/lib/method-text';
import { metricText } from '@/lib/metric-text';
import { StatusBadge } from '@/ui/badges';
import { Button, DownloadButton, LINK_BUTTON } from '@/ui/button';
import { Deleted } from '@/ui/deleted';
import { LaunchNotice } from '@/ui/launch-notice';
import { Failure } from '@/ui/notice';
import { Progress } from '@/ui/progress';
import { TimeAgo } from '@/ui/time-ago';
import { Sentence, UserText } from '@/ui/user-text';
import { useSweepAction } from '@/api/stop-resume';
import { useSweepFacts } from '../sweep-context';
import styles from './sweep-header.module.css';
import { useTell } from './use-tell';

export function SweepHeader() {
  const { address, sweep, epoch } = useSweepFacts();
  const action = useSweepAction(address);
  const navigate = useNavigate();
  // By its id, for a deleted sweep is no longer found by its name.
  const deletion = useDelete('sweeps', sweep.sweep_id, () =>
    navigate({ to: '/sweeps/$sweepId', params: { sweepId: sweep.sweep_id }, replace: true }),
  );
  const back = useUndelete('sweeps');
  const { dataset, metric } = sweep;
  const stopping = action.variables === 'stop' && !action.isError;
  const { reset } = action;
  // What was asked for is done, so that a sweep that goes on again can be stopped again.
  useEffect(() => reset, [sweep.status, reset]);
  const server = useServer();
  const others = useFollowed(server?.starting).filter(({ name }) => name === sweep.name); // asked for before the page was loaded
  const launch = launchOf(action.data, server?.starting) ?? others.at(-1) ?? null;
  const resuming = action.isPending || launch?.status === 'starting';
  const unfinished =
    sweep.deleted_at === null &&
    sweep.method !== 'external' && // only its program can go on with it
    (sweep.status === 'INTERRUPTED' || sweep.status === 'STOPPED');
  const ended = endedRuns(sweep.runs);
  const tell = useTell(sweep);
  const expected = expectedRuns(sweep.runs, sweep.planned_runs);
  return (
    <header className={styles.header}>
      <nav className={styles.trail} aria-label="Where this is">
        <Link to="/">Sweeps</Link> <span aria-hidden="true">/</span>{' '}
        <code title={sweep.sweep_id}>{shortId(sweep.sweep_id)}</code>
      </nav>
      <div className={styles.line}>
        <h1><UserText text={sweep.name} /></h1>
        <StatusBadge status={sweep.status} />
        <div className={styles.actions}>
          {ended > 0 && (
            <DownloadButton href={url(`/sweeps/${sweep.sweep_id}/report`)} title="The sweep as one HTML file to pass on">
              Report
            </DownloadButton>
          )}
          {sweep.status === 'RUNNING' && (
            <Button aria-pressed={tell.on} onClick={() => void tell.toggle()}>
              Tell me when it ends
            </Button>
          )}
          {sweep.status === 'RUNNING' && (
            <Button kind="danger" disabled={action.isPending} onClick={() => action.mutate('stop')}>
              {stopping ? 'Stopping …' : 'Stop'}
            </Button>
          )}
          {sweep.method !== 'external' && (
            <Link to="/new" search={{ from: sweep.sweep_id }} className={LINK_BUTTON}>
              Again with changes
            </Link>
          )}
          {sweep.status !== 'RUNNING' && sweep.deleted_at === null && (
            <Button kind="danger" disabled={deletion.isPending} onClick={() => deletion.mutate()}>
              Delete
            </Button>
          )}
          {unfinished && server?.starts_sweeps && (
            <Button kind="primary" disabled={resuming} onClick={() => action.mutate('resume')}>
              {resuming ? 'Resuming …' : 'Resume'}
            </Button>
          )}
        </div>
      </div>
      {sweep.deleted_at !== null && (
        <Deleted
          what="This sweep"
          at={sweep.deleted_at}
          pending={back.isPending}
          onUndo={() => back.mutate(sweep.sweep_id)}
        />
      )}
      {unfinished && server?.starts_sweeps === false && (
        <p className={styles.description}>
          This page is another sweep’s and ends with it. To go on with this one, type{' '}
          <code>./trawl resume {shortId(sweep.sweep_id)}</code>
        </p>
      )}
      {sweep.reason && <p className={styles.reason}><Sentence text={sweep.reason} /></p>}
      {sweep.project && <p className={styles.description}>Project <UserText text={sweep.project} /></p>}
      {sweep.description && <p className={styles.description}><UserText text={sweep.description} /></p>}
      {launch && launch.status !== 'started' && <LaunchNotice name={launch.name} problem={launch.problem} />}
      {tell.problem && <p className={styles.description} role="status">{tell.problem}</p>}
      {action.error && <Failure error={action.error} />}
      {deletion.error && <Failure error={deletion.error} />}
      {back.error && <Failure error={back.error} />}
      <p className={styles.facts}>
        {dataset && (
          <span title={`SHA-256 ${dataset.sha256}`}>
            <b><UserText cut text={dataset.name} /></b> {count(dataset.train_images)} train, {count(dataset.validation_images)} validation,{' '}
            {count(dataset.test_images)} test images of {dataset.width} × {dataset.height}
          </span>
        )}
        <span>
          <b><UserText cut text={sweep.model} /></b>{' '}
          {sweep.method === 'external'
            ? 'trained by a program in its own loop'
            : `by ${methodText(sweep.method)} search, seed ${sweep.seed}`}
        </span>
        {metric && (
          <span>
            {metric.goal} <b><UserText cut text={metric.name} /></b>
            {metric.target !== null && ` until ${metricText(sweep.metric_kinds, metric.name, metric.target)}`}
          </span>
        )}
        {!(sweep.method === 'external' && sweep.epochs === 1) && <span>up to {plural(sweep.epochs, epoch)} a run</span>}
        <span>
          started <TimeAgo at={sweep.created_at} />
          {sweep.ended_at && `, took ${duration(secondsBetween(sweep.created_at, sweep.ended_at))}`}
        </span>
      </p>
      <div className={styles.progress}>
        <p data-testid="run-counts">
          {expected === null ? plural(ended, 'run') : `${count(ended)} of ${plural(expected, 'run')}`}{' '}
          ended: {countsText(sweep.runs)}
        </p>
        <Progress done={ended} total={expected} label="Runs that ended" />
      </div>
    </header>
  );
}

function secondsBetween(start: string, end: string): number {
  return (Date.parse(end) - Date.parse(start)) / 1000;
}
