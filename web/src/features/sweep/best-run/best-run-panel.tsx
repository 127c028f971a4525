import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useExports } from '@/api/exports';
import { runQuery } from '@/api/run';
import type { Run, Sweep } from '@/api/schemas';
import { isExternal } from '@/lib/external';
import { epochWordOf } from '@/lib/epoch-word';
import { parameterText, points, number, plural, shortId, intervalText } from '@/lib/format';
import { isFraction } from '@/lib/metric-kinds';
import { metricText } from '@/lib/metric-text';
import { Accuracy } from '@/ui/accuracy';
import { BandBadge } from '@/ui/badges';
import { ExportBox } from '@/ui/export/export-box';
import { Empty, Loading } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { Sentence, UserText } from '@/ui/user-text';
import { winnerQuery } from '../api/winner';
import { unrankedText, type BestRun } from '../model/best-run';
import { RunLink } from '../run-link';
import { useSweepFacts } from '../sweep-context';
import { useWholeRuns } from '../use-whole';
import styles from './best-run-panel.module.css';

/** The best run, what it is made of, and why it is the best. */
export function BestRunPanel() {
  const { sweep, runs, best, waiting: loading } = useSweepFacts();
  const unranked = useMemo(() => unrankedText(sweep, runs), [sweep, runs]);
  return (
    <Panel title="Best run" note={best && sweep.metric && `of ${plural(best.finished, 'finished run')}, by ${sweep.metric.name}`}>
      {loading && <Loading what="the runs" />}
      {!loading && !best && <Empty title={noneTitle(sweep, unranked)} />}
      {best && <Best sweep={sweep} best={best} only={unranked === null} />}
      {unranked && <p className={styles.unranked}>Left out: <UserText text={unranked} />.</p>}
    </Panel>
  );
}

function noneTitle(sweep: Sweep, unranked: string | null): string {
  if (!sweep.metric) return 'The sweep has no metric to choose by';
  if (unranked) return 'No finished run can be ranked';
  return sweep.status === 'RUNNING' ? 'No run has finished yet' : 'No run has finished';
}

/** @param only whether no other run has finished, where there is no second */
function Best({ sweep, best, only }: { sweep: Sweep; best: BestRun; only: boolean }) {
  const [run = best.run] = useWholeRuns([best.run]) ?? [];
  const test = run.metrics.test_accuracy;
  return (
    <div className={styles.best} data-testid="best-run">
      <p className={styles.headline}>
        <RunLink run={run} className={styles.run}>
          Run {run.number}
        </RunLink>
        {run.run_id !== null && <code className={styles.id}>{shortId(run.run_id)}</code>}
        {test !== undefined && (
          <span className={styles.figure}>
            <Accuracy value={test} interval={run.intervals.test_accuracy} />
          </span>
        )}
        {test !== undefined && <span className={styles.soft}>on the test images</span>}
        <BandBadge band={run.band} thresholds={sweep.thresholds} />
      </p>
      {sweep.metric && !best.won && <Why metric={sweep.metric} kinds={sweep.metric_kinds} best={best} only={only} />}
      <Worth sweep={sweep} />
      <dl className={styles.parameters}>
        {Object.entries(run.parameters).map(([name, value]) => (
          <div key={name}>
            <dt><UserText cut text={name} /></dt>
            <dd><UserText cut text={parameterText(value)} /></dd>
          </div>
        ))}
      </dl>
      {run.run_id !== null && <BestExport runId={run.run_id} />}
    </div>
  );
}

/** Folded until something was exported. */
function BestExport({ runId }: { runId: string }) {
  const exports = useExports(runId);
  const { data: whole } = useQuery(runQuery(runId)); // the sweep's rows don't say who trained them
  if (!whole || isExternal(whole)) return null;
  return (
    <details open={exports.jobs.length > 0}>
      <summary>Export it</summary>
      <ExportBox {...exports} command={<code>./trawl export {shortId(runId)} -o DIR</code>} />
    </details>
  );
}

/** By its finals, or corrected for having been chosen; nothing while the sweep runs. */
function Worth({ sweep }: { sweep: Sweep }) {
  const { data } = useQuery({ ...winnerQuery(sweep.sweep_id, sweep.best_run_id), enabled: sweep.status !== 'RUNNING' });
  if (!data?.text) return null;
  return (
    <div className={styles.why} data-testid="worth">
      {data.text.split('\n').map((line) => (
        <p key={line}><Sentence text={line.trim()} /></p>
      ))}
    </div>
  );
}

type WhyProps = { metric: NonNullable<Sweep['metric']>; kinds: Sweep['metric_kinds']; best: BestRun; only: boolean };

function Why({ metric: { name, goal }, kinds, best, only }: WhyProps) {
  const { run, second } = best;
  const isFirst = run.number < (second?.run.number ?? Infinity);
  const epoch = run.best_epoch === null ? '' : ` at ${epochWordOf(run)} ${run.best_epoch}`;
  return (
    <p className={styles.why}>
      Its <UserText cut text={name} /> of <b>{metricText(kinds, name, best.value)}</b>
      {epoch} is the {goal === 'maximize' ? 'highest' : 'lowest'}
      {second ? ', ' : only ? ' so far: no other run has finished.' : ' so far.'}
      {second && (
        <>
          {second.margin === 0 ? `equal ${isFirst ? '' : 'in its first digits '}to that of ` : `${margin(isFraction(kinds, name), second.margin)} ahead of `}
          <RunLink run={second.run}>run {second.run.number}</RunLink>{' '}
          ({metricText(kinds, name, second.value)}
          {second.margin === 0 && (isFirst ? ', and the lower number goes first' : ', and ahead of it by less')}). <Chance name={name} run={run} second={second} />
        </>
      )}
    </p>
  );
}

function Chance({ name, run, second }: { name: string; run: Run; second: NonNullable<BestRun['second']> }) {
  const [mine, other] = [run.intervals[name], second.run.intervals[name]];
  if (second.couldBeChance === null || !mine || !other) return null;
  const title = `${intervalText(mine)} against ${intervalText(other)}`;
  return (
    <span title={title}>
      {second.couldBeChance
        ? 'That lead may be chance, at 95 % confidence.'
        : 'That lead is more than chance, at 95 % confidence.'}
    </span>
  );
}

function margin(isAccuracy: boolean, difference: number): string {
  if (!isAccuracy) return number(difference);
  return difference < 0.00005 ? 'less than 0.01 points' : points(difference);
}
