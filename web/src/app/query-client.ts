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

/** No answer or a server's fault may pass; a refusal stays. */
function isPassing(error: Error): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
}
