import { Link } from '@tanstack/react-router';
import { Fragment, useMemo } from 'react';
import { shortId } from '@/lib/format';
import { RUNS_NAMED } from './api/diagnosis';
import { useNumbers } from './use-whole';

/** The runs that show something: the first of them, and how many more. */
export function RunLinks({ ids, of = ids.length }: { ids: readonly string[]; /** How many there are, where not all are here. */ of?: number | undefined }) {
  const named = useMemo(() => ids.slice(0, RUNS_NAMED), [ids]);
  const numbers = useNumbers(named);
  return (
    <>
      {named.map((id, place) => (
        <Fragment key={id}>
          {place > 0 && ', '}
          <Link to="/runs/$runId" params={{ runId: id }}>
            run{'\u00a0'}
            {numbers.get(id) ?? shortId(id)}
          </Link>
        </Fragment>
      ))}
      {of > named.length && ` and ${of - named.length} more`}
    </>
  );
}
