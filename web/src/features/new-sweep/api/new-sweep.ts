import { useMutation, useQueryClient } from '@tanstack/react-query';
import { post } from '@/api/client';
import { checkSchema, startSchema } from '@/api/schemas';
import { serverQuery } from '@/api/server';
import { sweepQuery } from '@/api/sweep';

const body = (text: string) => ({ type: 'application/yaml', text }) as const;

export function useCheck() {
  return useMutation({ mutationFn: (text: string) => post('/check', checkSchema, body(text)) });
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
