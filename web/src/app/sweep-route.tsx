import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { SweepPage } from '@/features/sweep/sweep-page';
import { isStep, type View } from '@/features/sweep/model/view';

const route = getRouteApi('/sweeps/$sweepId');

/** Ties the sweep's page to the address. */
export function SweepRoute() {
  const { sweepId } = route.useParams();
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const setView = useCallback(
    (change: Partial<View>, sameStep = false) =>
      void navigate({
        search: (old) => ({ ...old, ...change }),
        replace: sameStep || !isStep(change),
        resetScroll: false,
      }),
    [navigate],
  );
  return <SweepPage key={sweepId} address={sweepId} view={view} setView={setView} />;
}
