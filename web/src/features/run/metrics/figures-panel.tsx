import { parameterText } from '@/lib/format';
import { Facts } from '@/ui/facts';
import { Panel } from '@/ui/panel';
import { useRun } from '../run-context';
import styles from './figures-panel.module.css';
import { MetricsPanel } from './metrics-panel';

/** What was set and what was measured, beside the curves. */
export function FiguresPanel() {
  const { run } = useRun();
  const parameters = Object.entries(run.parameters);
  return (
    <div className={styles.figures}>
      {parameters.length > 0 && (
        <Panel title="Parameters">
          <Facts facts={parameters.map(([name, value]) => [name, parameterText(value)])} />
        </Panel>
      )}
      <MetricsPanel />
    </div>
  );
}
