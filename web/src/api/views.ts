import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod/mini';
import { get, post, put, remove } from './client';

/** A view of the page that somebody gave a name: the query of its address. */
export const savedViewSchema = z.object({ name: z.string(), query: z.string(), saved_at: z.string() });
export const savedViewsSchema = z.array(savedViewSchema);

export type SavedView = z.infer<typeof savedViewSchema>;

export const viewsQuery = queryOptions({
  queryKey: ['views'],
  queryFn: ({ signal }) => get('/views', savedViewsSchema, signal),
});

/** What is done to a view by its name; saving one takes the place of another of the name, renaming one doesn't. */
export type ViewChange = { name: string } & ({ query: string } | { rename: string } | { forget: true });

export function useViewChange() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: ViewChange) => {
      const path = `/views/${change.name.split('/').map(encodeURIComponent).join('/')}`;
      if ('query' in change) return put(path, savedViewSchema, json({ query: change.query }));
      return 'rename' in change ? post(path, savedViewSchema, json({ name: change.rename })) : remove(path, savedViewSchema);
    },
    onSettled: () => client.invalidateQueries({ queryKey: viewsQuery.queryKey }),
  });
}

function json(body: object) {
  return { type: 'application/json', text: JSON.stringify(body) } as const;
}
