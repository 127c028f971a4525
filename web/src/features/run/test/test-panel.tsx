import type { Evaluation } from '@/api/schemas';
import { ConfusionMatrix } from '@/charts/confusion-matrix';
import { count, number } from '@/lib/format';
import { Empty } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { stateText } from '../model/ending';
import { isExternal } from '@/lib/external';
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
