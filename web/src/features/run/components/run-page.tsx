import { useQuery } from '@tanstack/react-query';
import { useTag } from '@/api/records';
import { runQuery } from '@/api/run';
import { isMissing } from '@/api/client';
import type { Evaluation, RunDetail } from '@/api/schemas';
import { sweepQuery } from '@/api/sweep';
import { ConfusionMatrix } from '@/charts/confusion-matrix';
import { beatsChance } from '@/lib/chance';
import { count, number, parameterText } from '@/lib/format';
import { CodeBlock } from '@/ui/code-block';
import { Facts } from '@/ui/facts';
import { NoPage } from '@/ui/no-page';
import { Empty, Loading } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { TagsPanel } from '@/ui/tags-panel';
import { useTitle } from '@/ui/use-title';
import { useLiveRun } from '../api/run-parts';
import { stateText } from '../model/ending';
import { isExternal } from '../model/external';
import { CheckpointsPanel } from './checkpoints-panel';
import { ClassesTable } from './classes-table';
import { DecisionsPanel } from './decisions-panel';
import { ExportPanel } from './export-panel';
import { MetricsPanel } from './metrics-panel';
import { RunCurves } from './run-curves';
import { RunHeader } from './run-header';
import styles from './run-page.module.css';

/** One run: how it learned, what it was made of, how good it is and how to have it again. */
export function RunPage({ address }: { address: string }) {
  const { data: run, error, refetch } = useQuery(runQuery(address));
  useTitle(run ? `Run ${run.number}` : 'Run');
  useLiveRun(address, run);
  if (run) return <Content address={address} run={run} />;
  return error ? <NoPage what="run" missing={isMissing(error)} error={error} onRetry={() => void refetch()} /> : <Loading what="the run" />;
}

function RunTags({ run }: { run: RunDetail }) {
  const tag = useTag('runs', run.run_id);
  return <TagsPanel tags={run.tags} error={tag.error} onSet={(name, value) => tag.mutateAsync({ name, value })} />;
}

/** How it did on the test images, class by class. */
function Tested({ evaluation }: { evaluation: Evaluation }) {
  return (
    <div className={styles.halves}>
      <Panel title="Confusion matrix" note={`${count(evaluation.images)} test images, loss ${number(evaluation.loss)}`}>
        <div data-testid="confusion">
          <ConfusionMatrix confusion={evaluation.confusion} labels={evaluation.classes.map(({ label }) => label)} />
        </div>
      </Panel>
      <Panel title="Classes" note="on the test images" flush>
        <ClassesTable evaluation={evaluation} />
      </Panel>
    </div>
  );
}

function Content({ address, run }: { address: string; run: RunDetail }) {
  const { data: sweep } = useQuery(sweepQuery(run.sweep_id));
  const thresholds = sweep?.thresholds ?? [];
  const { evaluation } = run;
  const external = isExternal(run);
  const learned = beatsChance(run.intervals.val_accuracy, sweep?.dataset?.labels.length ?? 0);
  return (
    <div className={styles.page}>
      <RunHeader address={address} run={run} sweep={sweep} learned={learned} />
      <div className={styles.middle}>
        <RunCurves run={run} sweep={sweep} thresholds={thresholds} />
        <div className={styles.aside}>
          <Panel title="Parameters">
            <Facts facts={Object.entries(run.parameters).map(([name, value]) => [name, parameterText(value)])} />
          </Panel>
          <MetricsPanel run={run} learned={learned} />
        </div>
      </div>
      <DecisionsPanel decisions={run.decisions} />
      {evaluation && <Tested evaluation={evaluation} />}
      {!evaluation && !external && (
        <Panel title="Test">
          <Empty title={`The test images are looked at once, when a run finishes: ${stateText(run)}`} />
        </Panel>
      )}
      <CheckpointsPanel run={run} learned={learned} />
      {!external && (
        <div className={styles.halves}>
          <Panel title="Reproduce" note={`run seed ${run.seed}`}>
            <CodeBlock text={run.reproduce} what="command" wrap />
          </Panel>
          <ExportPanel run={run} />
        </div>
      )}
      <div className={styles.halves}>
        <Panel title="Environment">
          {Object.keys(run.environment).length > 0 ? (
            <Facts facts={Object.entries(run.environment)} />
          ) : (
            <Empty title="Not recorded" />
          )}
        </Panel>
        <RunTags run={run} />
      </div>
    </div>
  );
}
