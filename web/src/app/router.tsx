import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { viewSchema } from '@/features/sweep/model/view';
import { Broken } from './broken';
import { Layout } from './layout';
import { NotFound } from './not-found';

const root = createRootRoute({ component: Layout, notFoundComponent: NotFound, errorComponent: Broken });

const sweeps = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('@/features/sweeps/components/sweeps-page'), 'SweepsPage'),
});

const sweep = createRoute({
  getParentRoute: () => root,
  path: '/sweeps/$sweepId',
  validateSearch: (search) => viewSchema.parse(search),
  component: lazyRouteComponent(() => import('./sweep-route'), 'SweepRoute'),
});

const run = createRoute({
  getParentRoute: () => root,
  path: '/runs/$runId',
  component: lazyRouteComponent(() => import('./run-route'), 'RunRoute'),
});

const newSweep = createRoute({
  getParentRoute: () => root,
  path: '/new',
  component: lazyRouteComponent(() => import('@/features/new-sweep/components/new-sweep-page'), 'NewSweepPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([sweeps, sweep, run, newSweep]),
  scrollRestoration: true,
  // Plain names and values, as people write addresses; the default would quote numbers.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const given = Object.entries(search).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
    const text = new URLSearchParams(given).toString().replaceAll('%2C', ',');
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
