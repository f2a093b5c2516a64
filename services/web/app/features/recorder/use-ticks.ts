import { useEffect, useReducer } from 'react';

/** Draws again and again while something runs by the clock. @param ms between two drawings; null: it stands still */
export function useTicks(ms: number | null): void {
  const [, tick] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    if (ms === null) return undefined;
    const timer = setInterval(tick, ms);
    return () => clearInterval(timer);
  }, [ms]);
}
