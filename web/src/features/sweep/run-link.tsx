import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Run } from '@/api/schemas';

type Props = { run: Pick<Run, 'run_id' | 'sweep_id' | 'number'>; className?: string | undefined; children: ReactNode };

/** To a run's page; by its number where its id isn't known. */
export function RunLink({ run: { run_id: id, sweep_id: sweepId, number }, className, children }: Props) {
  return id === null ? (
    <Link to="/sweeps/$sweepId/runs/$number" params={{ sweepId, number: String(number) }} className={className}>
      {children}
    </Link>
  ) : (
    <Link to="/runs/$runId" params={{ runId: id }} className={className}>
      {children}
    </Link>
  );
}
