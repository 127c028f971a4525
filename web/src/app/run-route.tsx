import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { RunView } from '@/features/run/model/view';
import { RunPage } from '@/features/run/run-page';

const route = getRouteApi('/runs/$runId');

/** Ties a run's page to the address. */
export function RunRoute() {
  const { runId } = route.useParams();
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const setView = useCallback(
    (change: Partial<RunView>) =>
      // Going back undoes the choice of a cell, not of each letter that was looked for.
      void navigate({ search: (old) => ({ ...old, ...change }), replace: !('cell' in change), resetScroll: false }),
    [navigate],
  );
  return <RunPage key={runId} address={runId} view={view} setView={setView} />;
}
