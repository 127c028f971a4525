import { useLayoutEffect, useRef, type RefObject } from 'react';

/** The value of the last render, for listeners that stay attached from one to the next. */
export function useLatest<T>(value: T): Readonly<RefObject<T>> {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  return latest;
}
