import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/api/client';

const RETRIES = 2;

export const queryClient = new QueryClient({
  defaultOptions: {
    mutations: { networkMode: 'always' },
    queries: {
      // The server may be on this machine, or on a network without the Internet: the browser can't tell.
      networkMode: 'always',
      // Changes are told by events; coming back to the tab is no reason to ask.
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < RETRIES && isPassing(error),
    },
  },
});

const LULL_MILLISECONDS = 250;

/** Waits until all that the page asked for is there, and what it asks for then. */
export async function answered(client: QueryClient): Promise<void> {
  for (let lulls = 0; lulls < 2; lulls = client.isFetching() > 0 ? 0 : lulls + 1) {
    await new Promise((resolve) => setTimeout(resolve, LULL_MILLISECONDS));
  }
}

/** No answer, or one that the server can't give now, may pass; a refusal, a damaged record or an error of Trawl's stays. */
function isPassing(error: Error): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status > 500;
}
