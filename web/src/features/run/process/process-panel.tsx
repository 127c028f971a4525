import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ProcessUsage } from '@/api/schemas';
import { CurvesChart } from '@/charts/curves-chart';
import { SaveChart } from '@/charts/save/save-chart';
import { withZoom, zoomOf } from '@/charts/zooms';
import { bytes, number } from '@/lib/format';
import { Facts } from '@/ui/facts';
import { Key } from '@/ui/key';
import { Panel } from '@/ui/panel';
import { metricsQuery } from '../api/metrics';
import { processQuery } from '../api/process';
import { useRun } from '../run-context';
import { timeCharts, usageTable, type TimeChart } from './process';
import styles from './process-panel.module.css';

const OF_ALL = 'with all its runs';

/** What the process used of the machine while it trained the run; nothing where that was not recorded. */
export function ProcessPanel() {
  const { run } = useRun();
  const { data } = useQuery(processQuery(run.run_id));
  const { data: metrics } = useQuery(metricsQuery(run.run_id));
  const charts = useMemo(() => (data ? timeCharts(data, run, metrics) : []), [data, run, metrics]);
  const last = data?.samples.at(-1);
  if (!data || !last) return null;
  if (data.samples.length === 1) {
    return (
      <Panel title="Process" note={`the whole process, ${OF_ALL}`}>
        <Facts
          facts={[
            ['Java’s heap', bytes(last.heap_bytes)],
            ['beside the heap', last.native_bytes === null ? '–' : bytes(last.native_bytes)],
            ['cores', number(last.cores)],
          ]}
        />
      </Panel>
    );
  }
  return (
    <div className={styles.charts} data-testid="process">
      {charts.map((chart) => (
        <Chart key={chart.title} {...chart} of={`run ${run.number}`} usage={data} />
      ))}
    </div>
  );
}

function Chart({ title, unit, curves, of, usage }: TimeChart & { of: string; usage: ProcessUsage }) {
  const { view, setView } = useRun();
  const names = curves.map(({ name }) => name);
  const chart = encodeURIComponent(title);
  return (
    <Panel
      title={title}
      note={unit === 'speed' ? null : OF_ALL}
      actions={
        <>
          {names.length > 1 && <Key names={names} />}
          <SaveChart name={`${of} ${title}`} table={() => usageTable(usage)} />
        </>
      }
    >
      <CurvesChart
        state={{ kind: 'ready' }}
        curves={curves}
        unit={unit}
        epochs={0}
        step="second"
        height={200}
        label={`${title}, by the second since the run began`}
        zoom={zoomOf(view.zoom, chart)}
        onZoom={(zoom) => setView({ zoom: withZoom(view.zoom, chart, zoom) })}
      />
    </Panel>
  );
}
