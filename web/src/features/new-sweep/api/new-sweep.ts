import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod/mini';
import { get, post } from '@/api/client';
import { againSchema, checkSchema } from '@/api/check-schemas';
import { startSchema } from '@/api/server-schemas';
import { serverQuery } from '@/api/server';
import { sweepQuery } from '@/api/sweep';
import type { Schema } from '../model/schema';

const body = (text: string) => ({ type: 'application/yaml', text }) as const;

/** What is wrong with a text; each text is asked for once, and one that is no longer asked for is given up. */
export const checkQuery = (text: string) =>
  queryOptions({
    queryKey: ['check', text],
    queryFn: async ({ signal }) => ({ of: text, check: await post('/check', checkSchema, body(text), signal) }),
    gcTime: 60_000,
    retry: false,
  });

/** What completes it; the same for as long as the server runs. */
export const schemaQuery = queryOptions({
  queryKey: ['schema'],
  queryFn: ({ signal }) => get('/schema', z.custom<Schema>((answer: unknown) => typeof answer === 'object' && answer !== null), signal),
  staleTime: Infinity,
});

/** The file to begin another sweep with; with a run's parameters where one is named. */
export const againQuery = (sweep: string, run?: number) =>
  queryOptions({
    queryKey: ['again', sweep, run ?? 0],
    queryFn: ({ signal }) =>
      get(`/sweeps/${encodeURIComponent(sweep)}/file${run === undefined ? '' : `?run=${run}`}`, againSchema, signal),
    staleTime: 0,
  });

/** Looks at the images and tries some steps: seconds. */
export function useEstimate() {
  return useMutation({ mutationFn: (text: string) => post('/check?estimate=true', checkSchema, body(text)) });
}

/** The sweep; or what is known of it while its data are fetched, which the server then tells more of. */
export function useStart() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (text: string) => post('/sweeps', startSchema, body(text)),
    onSuccess: (answer) => {
      if ('launch_id' in answer) return client.invalidateQueries({ queryKey: serverQuery.queryKey });
      client.setQueryData(sweepQuery(answer.sweep_id).queryKey, answer);
      return client.invalidateQueries({ queryKey: ['sweeps'] });
    },
  });
}
