import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useUndelete } from '@/api/records';
import { count, plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { Empty, Failure, Loading } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { TimeAgo } from '@/ui/time-ago';
import { useTitle } from '@/ui/use-title';
import { UserText } from '@/ui/user-text';
import { deletedSweepsQuery, pageQuery, useLiveSweeps } from '../api/sweeps';
import { idsOf, isFiltered, ROWS, type ListView, type SetListView } from '../model/view';
import { ComparedSweeps } from './compared-sweeps';
import { SweepsFilter } from './sweeps-filter';
import styles from './sweeps-page.module.css';
import { SweepsTable } from './sweeps-table';

type Props = { view: ListView; setView: SetListView };

/** The sweeps that are recorded, the newest first unless asked otherwise. */
export function SweepsPage({ view, setView }: Props) {
  useTitle('Sweeps');
  useLiveSweeps(view);
  const { data: part, error, refetch } = useQuery(pageQuery(view));
  const ids = idsOf(view.sweeps);
  const none = part?.total === 0 && !isFiltered(view);
  return (
    <>
      <h1 className={styles.heading}>Sweeps</h1>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!part && !error && <Loading what="the sweeps" />}
      {none && <NoSweeps />}
      {part && !none && (
        <div className={styles.parts}>
          <SweepsFilter view={view} setView={setView} />
          {ids.length > 0 && <ComparedSweeps ids={ids} onRelease={() => setView({ sweeps: undefined })} />}
          {part.items.length === 0 ? (
            <Empty title={part.total === 0 ? 'No sweep is like that' : 'There is no such page'} />
          ) : (
            <SweepsTable sweeps={part.items} view={view} setView={setView} />
          )}
          <Pages total={part.total} view={view} setView={setView} />
        </div>
      )}
      <DeletedSweeps />
    </>
  );
}

function Pages({ total, view, setView }: Props & { total: number }) {
  const page = view.page ?? 1;
  const pages = Math.max(1, Math.ceil(total / ROWS));
  return (
    <nav className={styles.pages} aria-label="Pages of sweeps">
      <span data-testid="sweeps-shown">
        {total > ROWS ? `${count(Math.min((page - 1) * ROWS + 1, total))} to ${count(Math.min(page * ROWS, total))} of ${plural(total, 'sweep')}` : plural(total, 'sweep')}
      </span>
      {(pages > 1 || page > 1) && (
        <>
          <Button disabled={page <= 1} onClick={() => setView({ page: page <= 2 ? undefined : Math.min(page - 1, pages) })}>
            Previous
          </Button>
          <Button disabled={page >= pages} onClick={() => setView({ page: page + 1 })}>
            Next
          </Button>
        </>
      )}
    </nav>
  );
}

/** What was deleted, with the way back; nothing where nothing was. */
function DeletedSweeps() {
  const { data } = useQuery(deletedSweepsQuery);
  const back = useUndelete('sweeps');
  if (!data || data.length === 0) return null;
  return (
    <details className={styles.deleted} data-testid="deleted-sweeps">
      <summary>{plural(data.length, 'deleted sweep')}</summary>
      {back.error && <Failure error={back.error} />}
      <ul>
        {data.map((sweep) => (
          <li key={sweep.sweep_id}>
            <Link to="/sweeps/$sweepId" params={{ sweepId: sweep.sweep_id }}>
              <UserText cut text={sweep.name} />
            </Link>
            {sweep.deleted_at !== null && (
              <span className={styles.what}>
                deleted <TimeAgo at={sweep.deleted_at} />
              </span>
            )}
            <Button disabled={back.isPending} onClick={() => back.mutate(sweep.sweep_id)}>
              Undelete
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}

function NoSweeps() {
  return (
    <Panel title="Start the first sweep" note="nothing is recorded yet">
      <div className={styles.first}>
        <p>Type this in the repository’s folder; the runs appear here while they train:</p>
        <pre className={styles.command}>
          <code>./trawl run sweeps/mnist-quick.yaml</code>
        </pre>
        <p>
          Or <Link to="/new" search={{ example: 'mnist-quick' }}>open that file</Link> and start it from here.
        </p>
      </div>
    </Panel>
  );
}
