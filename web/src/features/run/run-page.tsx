import { useQuery } from '@tanstack/react-query';
import { isMissing } from '@/api/client';
import { runQuery } from '@/api/run';
import type { RunDetail } from '@/api/schemas';
import { sweepQuery } from '@/api/sweep';
import { beatsChance } from '@/lib/chance';
import { NoPage } from '@/ui/no-page';
import { Loading } from '@/ui/notice';
import { useTitle } from '@/ui/use-title';
import type { RunView, SetRunView } from './model/view';
import { RunHeader } from './header/run-header';
import { ROWS } from './panels';
import { RunProvider } from './run-context';
import styles from './run-page.module.css';
import { useLiveRun } from './use-live-run';

type Props = { address: string; view: RunView; setView: SetRunView };

/** One run: how it learned, what it was made of, how good it is and how to have it again. */
export function RunPage({ address, view, setView }: Props) {
  const { data: run, error, refetch } = useQuery(runQuery(address));
  useTitle(run ? `Run ${run.number}` : 'Run');
  useLiveRun(address, run);
  if (run) return <Content address={address} run={run} view={view} setView={setView} />;
  return error ? <NoPage what="run" missing={isMissing(error)} error={error} onRetry={() => void refetch()} /> : <Loading what="the run" />;
}

function Content({ address, run, view, setView }: Props & { run: RunDetail }) {
  const { data: sweep } = useQuery(sweepQuery(run.sweep_id));
  const learned = beatsChance(run.intervals.val_accuracy, sweep?.dataset?.labels.length ?? 0);
  return (
    <RunProvider value={{ address, run, sweep, learned, view, setView }}>
      <div className={styles.page}>
        <RunHeader />
        {ROWS.map(({ layout, panels }, row) => (
          <div key={row} className={styles[layout]}>
            {panels.map((Component, place) => (
              <Component key={place} />
            ))}
          </div>
        ))}
      </div>
    </RunProvider>
  );
}
