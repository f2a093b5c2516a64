import { useSyncExternalStore } from 'react';
import { store, stored } from './preferences.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
const listeners = new Set<() => void>();
const current = (): Theme => THEMES.find((theme) => theme === stored('theme')) ?? 'system';

export function applyTheme(): void {
  const theme = current();
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, current);
  return [theme, (next) => {
    store('theme', next);
    applyTheme();
    listeners.forEach((listener) => listener());
  }];
}
