import type { Evaluation } from '@/api/schemas';
import { ConfusionMatrix } from '@/charts/confusion-matrix';
import { confusionTable } from '@/charts/save/confusion-table';
import { SaveChart } from '@/charts/save/save-chart';
import { isExternal } from '@/lib/external';
import { count, number } from '@/lib/format';
import { Empty } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { isUnfinished } from '../missing/missing';
import { stateText } from '../model/ending';
import { cellOf } from '../model/view';
import { useRun } from '../run-context';
import { ClassesTable } from './classes-table';
import styles from './test-panel.module.css';

/** How the run did on the test images. */
export function TestPanel() {
  const { run } = useRun();
  if (run.evaluation) return <Tested evaluation={run.evaluation} />;
  if (isExternal(run) || isUnfinished(run)) return null;
  return (
    <Panel title="Test">
      <Empty title={`The test images are looked at once, when a run finishes: ${stateText(run)}`} />
    </Panel>
  );
}

/** Class by class. */
function Tested({ evaluation }: { evaluation: Evaluation }) {
  const { run, sweep, view, setView } = useRun();
  // Of a program's own run it is not recorded which images these are.
  const pressed = !isExternal(run);
  const labels = evaluation.classes.map(({ label }) => label);
  return (
    <div className={styles.halves}>
      <Panel
        title="Confusion matrix"
        note={`${count(evaluation.images)} test images, loss ${number(evaluation.loss)}${pressed ? '; press a cell to see its images' : ''}`}
        actions={<SaveChart name={`${sweep?.name ?? ''} run ${run.number} confusion matrix`} table={() => confusionTable([{ name: `run ${run.number}`, labels, confusion: evaluation.confusion }])} />}
      >
        <div data-testid="confusion">
          <ConfusionMatrix
            confusion={evaluation.confusion}
            labels={labels}
            picked={view.part === 'validation' ? null : cellOf(view)}
            {...(pressed && {
              onPick: (label: number, predicted: number) => {
                setView({ cell: `${label},${predicted}`, part: undefined });
                document.getElementById('images')?.scrollIntoView({ block: 'nearest' });
              },
            })}
          />
        </div>
      </Panel>
      <Panel title="Classes" note="on the test images" flush>
        <ClassesTable evaluation={evaluation} order={view.classes} onOrder={(classes) => setView({ classes })} />
      </Panel>
    </div>
  );
}
