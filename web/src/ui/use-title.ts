import { useEffect } from 'react';
import { visible } from '@/lib/visible';

/** The page's title in the browser's tab. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${visible(title)} · Trawl`;
  }, [title]);
}
