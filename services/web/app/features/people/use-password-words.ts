import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { usePasswordLengths } from './password-queries.ts';
import { rulesNamed } from './password-rules.ts';

/** Says in the reader's language which rules the server found broken. */
export function usePasswordWords(): (detail: string) => string {
  const t = useTranslations('people');
  const { minLength: min, maxLength: max } = usePasswordLengths();
  return useCallback((detail) => {
    const rules = rulesNamed(detail);
    return rules.length === 0 ? detail : rules.map((rule) => t(`broken.${rule}`, { min, max })).join(' ');
  }, [t, min, max]);
}
