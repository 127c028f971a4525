import { getRouteApi } from '@tanstack/react-router';
import { RunPage } from '@/features/run/run-page';

const route = getRouteApi('/runs/$runId');

export function RunRoute() {
  const { runId } = route.useParams();
  return <RunPage key={runId} address={runId} />;
}
