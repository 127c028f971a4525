import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { isMissing } from '@/api/client';
import { useTag } from '@/api/records';
import type { Run, Sweep } from '@/api/schemas';
import { sweepQuery } from '@/api/sweep';
import { CodeBlock } from '@/ui/code-block';
import { NoPage } from '@/ui/no-page';
import { Empty, Failure, Loading } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { TagsPanel } from '@/ui/tags-panel';
import { useTitle } from '@/ui/use-title';
import { UserText } from '@/ui/user-text';
import { useFiltered } from '../api/filtered';
import { useLiveSweep } from '../api/live';
import { runsQuery } from '../api/runs';
import { bestRun, unrankedText } from '../model/best-run';
import { chosenRuns, toggleRun, type SetView, type View } from '../model/view';
import { BandCounts } from './band-counts';
import { BestRunPanel } from './best-run-panel';
import { CurvesPanel } from './curves-panel';
import { FindingsPanel } from './findings-panel';
import { ImportancePanel } from './importance-panel';
import { ParametersPanel } from './parameters-panel';
import { RunsPanel } from './runs-panel';
import { SweepHeader } from './sweep-header';
import styles from './sweep-page.module.css';

type Props = {
  /** A sweep's id, a prefix of it, or its name: what stands in the address. */
  address: string;
  view: View;
  setView: SetView;
};

/** One sweep: how its runs stand against the thresholds, which is best and why, and all of them to compare. */
export function SweepPage({ address, view, setView }: Props) {
  const { data: sweep, error, refetch } = useQuery(sweepQuery(address));
  useTitle(sweep?.name ?? 'Sweep');
  useLiveSweep(address, sweep);
  if (sweep) return <Content address={address} sweep={sweep} view={view} setView={setView} />;
  return error ? <NoPage what="sweep" missing={isMissing(error)} error={error} onRetry={() => void refetch()} /> : <Loading what="the sweep" />;
}

const NO_RUNS: readonly Run[] = [];

function Content({ address, sweep, view, setView }: Props & { sweep: Sweep }) {
  const { data, error, refetch } = useQuery(runsQuery(sweep.sweep_id));
  const runs = data ?? NO_RUNS;
  const filtered = useFiltered(sweep.sweep_id, view.filter ?? '', data);
  const best = useMemo(() => bestRun(sweep, runs), [sweep, runs]);
  const unranked = useMemo(() => unrankedText(sweep, runs), [sweep, runs]);
  const chosen = useMemo(() => chosenRuns({ runs: view.runs }), [view.runs]);
  const bestId = best?.run.run_id ?? null;
  const onPick = (runId: string) => {
    const run = runs.find((each) => each.run_id === runId);
    if (run) setView({ runs: toggleRun(view, run.number) });
  };
  const { shown, loading } = filtered;
  // Of very many runs these take the server long, and the table would wait for them.
  const wait = data === undefined && error === null;
  const shared = { sweep, runs, shown, loading, bestId, chosen, view, setView };
  return (
    <div className={styles.page}>
      <SweepHeader address={address} sweep={sweep} />
      <nav className={styles.jumps} aria-label="On this page">
        <a href="#curves">Curves</a>
        <a href="#hyperparameters">Hyperparameters</a>
        <a href="#runs">Runs</a>
      </nav>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <div className={styles.top}>
        <BandCounts sweep={sweep} />
        <BestRunPanel sweep={sweep} best={best} unranked={unranked} loading={!data} />
      </div>
      <div className={styles.middle}>
        <CurvesPanel {...shared} onPick={onPick} />
        <ImportancePanel sweep={sweep} wait={wait} />
        <FindingsPanel sweep={sweep} runs={runs} wait={wait} />
      </div>
      <ParametersPanel {...shared} onPick={onPick} />
      <RunsPanel {...shared} filtered={filtered} />
      <SweepTags sweep={sweep} />
      {sweep.method !== 'external' && <SweepFilePanel sweep={sweep} />}
    </div>
  );
}

function SweepTags({ sweep }: { sweep: Sweep }) {
  const tag = useTag('sweeps', sweep.sweep_id);
  return <TagsPanel tags={sweep.tags} error={tag.error} onSet={(name, value) => tag.mutateAsync({ name, value })} />;
}

function SweepFilePanel({ sweep: { sweep_file: file } }: { sweep: Sweep }) {
  return (
    <Panel title="Sweep file" note={file.file}>
      {file.overrides.length > 0 && (
        <p className={styles.overrides}>
          Overridden on the command line: <code><UserText text={file.overrides.join(' ')} /></code>
        </p>
      )}
      {file.text ? <CodeBlock text={file.text} what="sweep file" /> : <Empty title="No text was recorded" />}
    </Panel>
  );
}
