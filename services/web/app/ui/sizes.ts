import { useMemo } from 'react';
import { useFormatter, useTranslations } from 'use-intl';

/** Bytes and durations in words of the reader's language. */
export function useSizes() {
  const format = useFormatter();
  const t = useTranslations('common');
  return useMemo(() => ({
    /** @param bytes as people count them: 1 MB = 1,000,000 */
    size: (bytes: number): string => {
      const [unit, divisor] = bytes >= 1e6 ? (['megabyte', 1e6] as const) : bytes >= 1e3 ? (['kilobyte', 1e3] as const) : (['byte', 1] as const);
      const value = bytes / divisor;
      return format.number(value, { style: 'unit', unit, unitDisplay: unit === 'byte' ? 'long' : 'short', maximumFractionDigits: value < 10 && unit === 'megabyte' ? 1 : 0 });
    },
    /** About how long. */
    seconds: (seconds: number): string => (seconds < 90 ? t('seconds', { count: Math.max(1, seconds < 10 ? Math.ceil(seconds) : Math.ceil(seconds / 5) * 5) }) : t('minutes', { count: Math.round(seconds / 60) })),
  }), [format, t]);
}

/** m:ss, or h:mm:ss; with `precise` to the millisecond. */
export function clock(ms: number, precise = false): string {
  const whole = Math.max(0, precise ? Math.round(ms) : Math.floor(ms / 1_000) * 1_000);
  const pad = (value: number, width = 2) => String(value).padStart(width, '0');
  const [hours, minutes, seconds] = [Math.floor(whole / 3_600_000), Math.floor(whole / 60_000) % 60, Math.floor(whole / 1_000) % 60];
  return `${hours > 0 ? `${hours}:${pad(minutes)}` : minutes}:${pad(seconds)}${precise ? `.${pad(whole % 1_000, 3)}` : ''}`;
}
