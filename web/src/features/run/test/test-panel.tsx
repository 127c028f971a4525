import type { Evaluation } from '@/api/schemas';
import { ConfusionMatrix } from '@/charts/confusion-matrix';
import { isExternal } from '@/lib/external';
import { count, number } from '@/lib/format';
import { Empty } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { stateText } from '../model/ending';
import { cellOf } from '../model/view';
import { useRun } from '../run-context';
import { ClassesTable } from './classes-table';
import styles from './test-panel.module.css';

/** How the run did on the test images. */
export function TestPanel() {
  const { run } = useRun();
  if (run.evaluation) return <Tested evaluation={run.evaluation} />;
  if (isExternal(run)) return null;
  return (
    <Panel title="Test">
      <Empty title={`The test images are looked at once, when a run finishes: ${stateText(run)}`} />
    </Panel>
  );
}

/** Class by class. */
function Tested({ evaluation }: { evaluation: Evaluation }) {
  const { view, setView } = useRun();
  return (
    <div className={styles.halves}>
      <Panel title="Confusion matrix" note={`${count(evaluation.images)} test images, loss ${number(evaluation.loss)}; press a cell to see its images`}>
        <div data-testid="confusion">
          <ConfusionMatrix
            confusion={evaluation.confusion}
            labels={evaluation.classes.map(({ label }) => label)}
            picked={view.part === 'validation' ? null : cellOf(view)}
            onPick={(label, predicted) => {
              setView({ cell: `${label},${predicted}`, part: undefined });
              document.getElementById('images')?.scrollIntoView({ block: 'nearest' });
            }}
          />
        </div>
      </Panel>
      <Panel title="Classes" note="on the test images" flush>
        <ClassesTable evaluation={evaluation} />
      </Panel>
    </div>
  );
}
