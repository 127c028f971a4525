import { createRootRoute, createRoute, createRouter, lazyRouteComponent, notFound, redirect, retainSearchParams } from '@tanstack/react-router';
import { isMissing } from '@/api/client';
import { whenReachable } from '@/api/events';
import { modelsQuery } from '@/api/models';
import { runQuery } from '@/api/run';
import type { Run } from '@/api/schemas';
import { sweepQuery } from '@/api/sweep';
import { compareViewSchema } from '@/features/compare/model/view';
import { metricsQuery } from '@/features/run/api/metrics';
import { startViewSchema } from '@/features/new-sweep/model/view';
import { runViewSchema, type RunView } from '@/features/run/model/view';
import { runsQuery, wholeRunsQuery } from '@/features/sweep/api/runs';
import { numbersOf } from '@/features/sweep/model/numbers';
import { viewSchema } from '@/features/sweep/model/view';
import { pageQuery } from '@/features/sweeps/api/sweeps';
import { listViewSchema } from '@/features/sweeps/model/view';
import { Broken } from './broken';
import { Layout } from './layout';
import { NotFound } from './not-found';
import { pageCode } from './page-code';
import { queryClient } from './query-client';

const root = createRootRoute({ component: Layout, notFoundComponent: NotFound, errorComponent: Broken });

/** A page whose content isn't known opens when the server can be asked for it; until then what was shown stays. */
function opens(content: unknown): Promise<void> | undefined {
  return content === undefined ? whenReachable() : undefined;
}

function knownRuns(address: string) {
  const sweep = queryClient.getQueryData(sweepQuery(address).queryKey);
  return sweep && queryClient.getQueryData(runsQuery(sweep.sweep_id).queryKey);
}

function knownMetrics(address: string) {
  const known = queryClient.getQueryData(runQuery(address).queryKey);
  return known && queryClient.getQueryData(metricsQuery(known.run_id).queryKey);
}

const sweeps = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: (search) => listViewSchema.parse(search),
  loaderDeps: ({ search }) => search,
  loader: ({ deps }) => opens(queryClient.getQueryData(pageQuery(deps).queryKey)),
  component: lazyRouteComponent(pageCode('sweeps', () => import('./sweeps-route')), 'SweepsRoute'),
});

const sweep = createRoute({
  getParentRoute: () => root,
  path: '/sweeps/$sweepId',
  validateSearch: (search) => viewSchema.parse(search),
  loader: ({ params }) => opens(knownRuns(params.sweepId)),
  component: lazyRouteComponent(pageCode('sweep', () => import('./sweep-route')), 'SweepRoute'),
});

const run = createRoute({
  getParentRoute: () => root,
  path: '/runs/$runId',
  validateSearch: (search) => runViewSchema.parse(search),
  // So that the runs beside it are those of the table that it is opened from.
  search: { middlewares: [retainSearchParams<RunView>(['filter', 'sort'])] },
  loader: ({ params }) => opens(knownMetrics(params.runId)),
  component: lazyRouteComponent(pageCode('run', () => import('./run-route')), 'RunRoute'),
});

/** A run by its sweep and number. */
const numbered = createRoute({
  getParentRoute: () => root,
  path: '/sweeps/$sweepId/runs/$number',
  validateSearch: (search) => runViewSchema.parse(search),
  search: { middlewares: [retainSearchParams<RunView>(['filter', 'sort'])] },
  loader: async ({ params: { sweepId, number }, location }) => {
    const numbers = numbersOf(number).slice(0, 1);
    const [found] = numbers.length === 0 ? [] : await queryClient.query(wholeRunsQuery(sweepId, numbers)).catch(noneOfMissing);
    if (found?.run_id) redirect({ to: '/runs/$runId', params: { runId: found.run_id }, search: location.search, replace: true, throw: true });
    notFound({ throw: true });
  },
});

function noneOfMissing(error: Error): readonly Run[] {
  if (isMissing(error)) return [];
  throw error;
}

const compare = createRoute({
  getParentRoute: () => root,
  path: '/compare',
  validateSearch: (search) => compareViewSchema.parse(search),
  component: lazyRouteComponent(pageCode('compare', () => import('./compare-route')), 'CompareRoute'),
});

const newSweep = createRoute({
  getParentRoute: () => root,
  path: '/new',
  validateSearch: (search) => startViewSchema.parse(search),
  component: lazyRouteComponent(pageCode('new', () => import('./new-route')), 'NewRoute'),
});

const models = createRoute({
  getParentRoute: () => root,
  path: '/models',
  loader: () => opens(queryClient.getQueryData(modelsQuery.queryKey)),
  component: lazyRouteComponent(pageCode('models', () => import('@/features/models/components/models-page')), 'ModelsPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([sweeps, sweep, run, numbered, compare, newSweep, models]),
  scrollRestoration: true,
  // Within the layout, so that there is a way on.
  defaultErrorComponent: Broken,
  // Plain names and values, as people write addresses; the default would quote numbers.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const given = Object.entries(search).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
    const text = new URLSearchParams(given).toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
    return text ? `?${text}` : '';
  },
});

declare module '@tanstack/react-router' {
  // The library is told of our routes by merging interfaces.
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions
  interface Register {
    router: typeof router;
  }
}
