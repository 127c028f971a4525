import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { checkQuery } from './api/new-sweep';

const PAUSE_MILLISECONDS = 300;

/** What the server finds in a text, asked for when one pauses; of a text that is no longer there, until that of the new one is known. */
export function useChecked(text: string) {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [text]);
  const isThere = paused.trim() !== '';
  const { data, error, isPlaceholderData, refetch } = useQuery({
    ...checkQuery(paused),
    enabled: isThere,
    placeholderData: keepPreviousData,
  });
  return {
    check: isThere ? data?.check : undefined,
    /** The text that the answer is of. */
    text: data?.of ?? '',
    isCurrent: isThere && data !== undefined && !isPlaceholderData && paused === text,
    error: isThere ? error : null,
    retry: () => void refetch(),
  };
}
