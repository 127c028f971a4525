import { useEffect, useState } from 'react';
import { ago, dateTime } from '@/lib/format';

const TICK_MILLISECONDS = 30_000;

/** How long ago; the exact local time is its title. */
export function TimeAgo({ at }: { at: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MILLISECONDS);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={dateTime(at)} style={{ whiteSpace: 'nowrap' }}>
      {ago(at, now)}
    </time>
  );
}
