import { plural } from '@/lib/format';
import { Facts } from '@/ui/facts';
import { Panel } from '@/ui/panel';
import { useRun } from '../run-context';
import { planOf } from './plan';
import styles from './plan-panel.module.css';

/** How the run's network was computed, vertex by vertex; nothing where that was not recorded. */
export function PlanPanel() {
  const plan = planOf(useRun().run.plan);
  if (plan === null) return null;
  return (
    <Panel title="Network" note={plan.engine}>
      <details className={styles.plan} data-testid="plan">
        <summary>How each of {plural(plan.vertices.length, 'vertex', 'vertices')} was computed</summary>
        <Facts facts={plan.vertices} />
      </details>
    </Panel>
  );
}
