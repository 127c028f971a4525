import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { shortId } from '@/lib/format';
import { useNumbers } from './use-whole';

const RUNS_NAMED = 6;

/** The runs that show something: the first of them, and how many more. */
export function RunLinks({ ids }: { ids: readonly string[] }) {
  const named = useMemo(() => ids.slice(0, RUNS_NAMED), [ids]);
  const numbers = useNumbers(named);
  return (
    <>
      {named.map((id) => (
        <span key={id}>
          <Link to="/runs/$runId" params={{ runId: id }}>
            run {numbers.get(id) ?? shortId(id)}
          </Link>{' '}
        </span>
      ))}
      {ids.length > named.length && `and ${ids.length - named.length} more`}
    </>
  );
}
