import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { foundDamaged, get } from './client';
import { damagesSchema, type Damage } from './schemas';

/** What was found damaged in the database and is in no answer. Asked for again when an answer counts another number. */
export const damageQuery = (found: number) =>
  queryOptions({
    queryKey: ['damage', found],
    queryFn: ({ signal }) => get('/damage', damagesSchema, signal),
    placeholderData: keepPreviousData,
    enabled: found > 0,
  });

/** How many records are damaged, and what is known of them. */
export function useDamage(): { found: number; records: readonly Damage[] } {
  const found = useSyncExternalStore(foundDamaged.watch, foundDamaged.count);
  const { data } = useQuery(damageQuery(found));
  return { found, records: data ?? [] };
}
