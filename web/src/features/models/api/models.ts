import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { put, remove } from '@/api/client';
import { modelsQuery } from '@/api/models';
import { modelSchema, type Model } from '@/api/model-schemas';

/** A version to stand for; on request only if it is better than the one that the alias stands for. */
export type AliasMove = { alias: string; version: number; ifBetter: boolean };

function path(model: string, alias: string): string {
  return `/models/${encodeURIComponent(model)}/aliases/${encodeURIComponent(alias)}`;
}

function replace(client: QueryClient, model: Model): void {
  client.setQueryData(modelsQuery.queryKey, (models) => models?.map((each) => (each.name === model.name ? model : each)));
}

export function useMoveAlias(model: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ alias, version, ifBetter }: AliasMove) =>
      put(path(model, alias), modelSchema, { type: 'application/json', text: JSON.stringify({ version, if_better: ifBetter }) }),
    onSuccess: (moved) => replace(client, moved),
  });
}

export function useRemoveAlias(model: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (alias: string) => remove(path(model, alias), modelSchema),
    onSuccess: (left) => replace(client, left),
  });
}
