import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { NewSweepPage } from '@/features/new-sweep/components/new-sweep-page';
import type { StartView } from '@/features/new-sweep/model/view';

const route = getRouteApi('/new');

/** Ties the page of a new sweep to the address. */
export function NewRoute() {
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const setView = useCallback((search: StartView) => void navigate({ search, resetScroll: false }), [navigate]);
  return <NewSweepPage view={view} setView={setView} />;
}
