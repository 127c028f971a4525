import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { SweepsPage } from '@/features/sweeps/components/sweeps-page';
import { isStep, type ListView } from '@/features/sweeps/model/view';

const route = getRouteApi('/');

/** Ties the list of sweeps to the address. */
export function SweepsRoute() {
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const setView = useCallback(
    (change: Partial<ListView>, sameStep = false) =>
      void navigate({ search: (old) => ({ ...old, ...change }), replace: sameStep || !isStep(change), resetScroll: false }),
    [navigate],
  );
  return <SweepsPage view={view} setView={setView} />;
}
