import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { post, put, remove } from './client';
import { runSchema, sweepSchema, type RunRecord, type Sweep } from './schemas';

/** What people do to records; sweeps and runs alike. */

type Kind = 'sweeps' | 'runs';

/** A tag to set; an empty value removes it. */
export type TagChange = { name: string; value: string };

const schemas = { sweeps: sweepSchema, runs: runSchema };

function path(kind: Kind, id: string): string {
  return `/${kind}/${encodeURIComponent(id)}`;
}

/** A name may have slashes, which the server reads as part of it. */
function tagPath(kind: Kind, id: string, name: string): string {
  return `${path(kind, id)}/tags/${name.split('/').map(encodeURIComponent).join('/')}`;
}

function setTag(kind: Kind, id: string, { name, value }: TagChange): Promise<RunRecord | Sweep> {
  if (value === '') return remove<RunRecord | Sweep>(tagPath(kind, id, name), schemas[kind]);
  const body = { type: 'application/json', text: JSON.stringify({ value }) } as const;
  return put<RunRecord | Sweep>(tagPath(kind, id, name), schemas[kind], body);
}

/** Whatever shows the record, or the lists that it is in or not. */
function refresh(client: QueryClient): Promise<void> {
  return client.invalidateQueries();
}

export function useTag(kind: Kind, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: TagChange) => setTag(kind, id, change),
    onSuccess: () => refresh(client),
  });
}

/** @param leave goes to where the deleted record can still be shown, before anything is asked for again */
export function useDelete(kind: Kind, id: string, leave?: () => Promise<void>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => remove<RunRecord | Sweep>(path(kind, id), schemas[kind]),
    onSuccess: async () => {
      await leave?.();
      await refresh(client);
    },
  });
}

export function useUndelete(kind: Kind) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => post<RunRecord | Sweep>(`${path(kind, id)}/undelete`, schemas[kind]),
    onSuccess: () => refresh(client),
  });
}
