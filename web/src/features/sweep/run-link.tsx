import { useRouter } from '@tanstack/react-router';
import { use, type MouseEvent, type ReactNode } from 'react';
import type { Run } from '@/api/schemas';
import { Listing } from './sweep-context';

type Props = { run: Pick<Run, 'run_id' | 'sweep_id' | 'number'>; className?: string | undefined; children: ReactNode };

/**
 * To a run's page, which keeps the filter and the order of the table; by its number where its id isn't known. The router's own link
 * works out its address anew whenever anything of the page's changes, and a table has many.
 */
export function RunLink({ run: { run_id: id, sweep_id: sweepId, number }, className, children }: Props) {
  const router = useRouter();
  const listing = use(Listing);
  const path = id === null ? `/sweeps/${encodeURIComponent(sweepId)}/runs/${number}` : `/runs/${encodeURIComponent(id)}`;
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return; // the browser's own ways
    event.preventDefault();
    const opened = id === null
      ? router.navigate({ to: '/sweeps/$sweepId/runs/$number', params: { sweepId, number: String(number) } })
      : router.navigate({ to: '/runs/$runId', params: { runId: id } });
    void opened;
  };
  return (
    <a href={path + listing} className={className} onClick={follow}>
      {children}
    </a>
  );
}
