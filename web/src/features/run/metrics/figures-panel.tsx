import { parameterText } from '@/lib/format';
import { Facts } from '@/ui/facts';
import { Panel } from '@/ui/panel';
import { useRun } from '../run-context';
import styles from './figures-panel.module.css';
import { MetricsPanel } from './metrics-panel';

/** What was set and what was measured, beside the curves. */
export function FiguresPanel() {
  const { run } = useRun();
  return (
    <div className={styles.figures}>
      <Panel title="Parameters">
        <Facts facts={Object.entries(run.parameters).map(([name, value]) => [name, parameterText(value)])} />
      </Panel>
      <MetricsPanel />
    </div>
  );
}
