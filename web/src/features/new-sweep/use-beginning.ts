import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { adviceQuery } from '@/api/advice';
import { useLatest } from '@/ui/use-latest';
import { againQuery } from './api/new-sweep';
import { isWorkedOn } from './model/draft';
import { example } from './model/examples';
import { sourceOf, type StartView } from './model/view';
import type { DraftState } from './use-draft';

/** There is no next sweep to begin with. */
export class NoAdvice extends Error {}

/** The text that the address asks to begin with. */
function useText(view: StartView) {
  const source = sourceOf(view);
  return useQuery({
    queryKey: ['beginning', source],
    queryFn: async ({ client }) => {
      if (view.from === undefined) return example(view.example ?? '');
      if (!view.next) return (await client.query(againQuery(view.from, view.run))).text;
      const { file } = await client.query(adviceQuery(view.from));
      if (file === null) throw new NoAdvice('The sweep’s runs advise no other space');
      return file;
    },
    enabled: source !== '',
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
}

/** Begins with what the address asks for; a draft that somebody worked on is replaced only when they say so. */
export function useBeginning(view: StartView, state: DraftState) {
  const source = sourceOf(view);
  const { data: text, error } = useText(view);
  const { draft, replace } = state;
  const [again, setAgain] = useState(false);
  const isNew = source !== '' && text !== undefined && source !== draft.source;
  const isInTheWay = isWorkedOn(draft) && draft.text !== text;
  const begin = useLatest(() => {
    replace(text ?? '', source);
    setAgain(false);
  });
  useEffect(() => {
    if (isNew && !isInTheWay) begin.current();
  }, [isNew, isInTheWay, begin]);
  return {
    error: source === draft.source ? null : error,
    asks: (isNew || again) && isInTheWay,
    take: () => begin.current(),
    keep: () => setAgain(false),
    /** Although that is what the draft began with. */
    again: () => setAgain(true),
  };
}
