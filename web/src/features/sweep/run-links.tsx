import { Link } from '@tanstack/react-router';
import type { Run } from '@/api/schemas';
import { shortId } from '@/lib/format';

const RUNS_NAMED = 6;

/** The runs that show something: the first of them, and how many more. */
export function RunLinks({ ids, runs }: { ids: readonly string[]; runs: readonly Run[] }) {
  const named = ids.slice(0, RUNS_NAMED);
  return (
    <>
      {named.map((id) => (
        <span key={id}>
          <Link to="/runs/$runId" params={{ runId: id }}>
            run {runs.find((run) => run.run_id === id)?.number ?? shortId(id)}
          </Link>{' '}
        </span>
      ))}
      {ids.length > named.length && `and ${ids.length - named.length} more`}
    </>
  );
}
