import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { MAX_LENGTH, MIN_LENGTH, rulesNamed } from './password-rules.ts';

/** Says in the reader's language which rules the server found broken. */
export function usePasswordWords(): (detail: string) => string {
  const t = useTranslations('people');
  return useCallback((detail) => {
    const rules = rulesNamed(detail);
    return rules.length === 0 ? detail : rules.map((rule) => t(`broken.${rule}`, { min: MIN_LENGTH, max: MAX_LENGTH })).join(' ');
  }, [t]);
}
