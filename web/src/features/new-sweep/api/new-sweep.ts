import { useMutation, useQueryClient } from '@tanstack/react-query';
import { post } from '@/api/client';
import { checkSchema, sweepSchema } from '@/api/schemas';
import { sweepQuery } from '@/api/sweep';

const body = (text: string) => ({ type: 'application/yaml', text }) as const;

export function useCheck() {
  return useMutation({ mutationFn: (text: string) => post('/check', checkSchema, body(text)) });
}

export function useStart() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (text: string) => post('/sweeps', sweepSchema, body(text)),
    onSuccess: (sweep) => {
      client.setQueryData(sweepQuery(sweep.sweep_id).queryKey, sweep);
      return client.invalidateQueries({ queryKey: ['sweeps'] });
    },
  });
}
