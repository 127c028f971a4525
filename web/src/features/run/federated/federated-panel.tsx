import { useQuery } from '@tanstack/react-query';
import { Failure, Loading } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { federatedQuery } from '../api/federated';
import { metricsQuery } from '../api/metrics';
import { useRun } from '../run-context';
import { BadClients } from './bad-clients';
import { ClientLabels } from './client-labels';
import { isFederated } from '@/lib/epoch-word';
import { summary } from './federated';
import styles from './federated-panel.module.css';

/** The clients of a federated run: which labels each has, and whose updates didn’t count. */
export function FederatedPanel() {
  const { run } = useRun();
  return isFederated(run.metrics) ? <Clients /> : null;
}

function Clients() {
  const { run, sweep } = useRun();
  const { data, error, refetch } = useQuery(federatedQuery(run.run_id));
  const { data: metrics } = useQuery(metricsQuery(run.run_id));
  return (
    <Panel title="Simulated clients" anchor="clients" note={data && summary(data.labels.length, data.rounds, metrics)}>
      <div className={styles.panel} data-testid="clients">
        {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Loading what="the clients" />}
        {data && <ClientLabels clients={data.labels} names={sweep?.dataset?.labels ?? []} />}
        {data && <BadClients rounds={data.rounds} />}
      </div>
    </Panel>
  );
}
