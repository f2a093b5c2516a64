import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { meQuery } from './session.ts';

const listeners = new Set<() => void>();
let ended = false;
const tell = (value: boolean) => {
  ended = value;
  listeners.forEach((listener) => listener());
};

/**
 * The server no longer knows this browser. The screen stays with what was typed in it, and a banner offers to sign in
 * again; a stranger on an open page was never signed in, and is told nothing.
 */
export function sessionEnded(client: QueryClient): void {
  if (client.getQueryData(meQuery.queryKey)) tell(true);
}

/** To be called after a sign-in. */
export const sessionBegan = (): void => tell(false);

export const useSessionEnded = (): boolean => useSyncExternalStore((listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
}, () => ended);
