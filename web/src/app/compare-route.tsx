import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { ComparePage } from '@/features/compare/compare-page';
import type { CompareView } from '@/features/compare/model/view';

const route = getRouteApi('/compare');

/** Ties the comparison to the address: going back brings the runs before back, not each switch. */
export function CompareRoute() {
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const setView = useCallback(
    (change: Partial<CompareView>) =>
      void navigate({ search: (old) => ({ ...old, ...change }), replace: !('runs' in change), resetScroll: false }),
    [navigate],
  );
  return <ComparePage view={view} setView={setView} />;
}
