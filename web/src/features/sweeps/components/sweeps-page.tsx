import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Empty, Failure, Loading } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { useTitle } from '@/ui/use-title';
import { sweepsQuery, useLiveSweeps } from '../api/sweeps';
import styles from './sweeps-page.module.css';
import { SweepsTable } from './sweeps-table';

/** Every sweep that is recorded, the newest first. */
export function SweepsPage() {
  useTitle('Sweeps');
  useLiveSweeps();
  const { data: sweeps, error, refetch } = useQuery(sweepsQuery);
  return (
    <>
      <h1 className={styles.heading}>Sweeps</h1>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!sweeps && !error && <Loading what="the sweeps" />}
      {sweeps?.length === 0 && <NoSweeps />}
      {sweeps && sweeps.length > 0 && <SweepsTable sweeps={sweeps} />}
    </>
  );
}

function NoSweeps() {
  return (
    <Panel title="Nothing recorded yet">
      <Empty title="Start the first sweep">
        <p>Type this in the repository’s folder; the runs appear here while they train:</p>
        <pre className={styles.command}>
          <code>./trawl run sweeps/mnist-quick.yaml</code>
        </pre>
        <p>
          Or <Link to="/new">paste a sweep file</Link> and start it from here.
        </p>
      </Empty>
    </Panel>
  );
}
