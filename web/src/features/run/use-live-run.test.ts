import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { refreshRun } from './use-live-run';

async function asked(...names: string[]): Promise<number> {
  let times = 0;
  const client = new QueryClient();
  const observer = new QueryObserver(client, { queryKey: ['run', 'ab12', 'metrics'], queryFn: () => (times += 1), staleTime: Infinity });
  const leave = observer.subscribe(() => undefined);
  await observer.fetchOptimistic(observer.options);
  await refreshRun(client, ...names);
  leave();
  return times;
}

test('refreshRun_aRunByItsId_isAskedForOnce', async () => {
  expect(await asked('ab12', 'ab12')).toBe(2); // when it is shown, and when it changed
  expect(await asked('ab', 'ab12')).toBe(2);
});
