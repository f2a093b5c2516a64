import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { isProblem } from './problem.ts';

/** Says an error in words for a person, with what to do next. Unknown ones give the server's public words, then a general sentence. */
export function useProblemText(): (error: unknown) => string {
  const t = useTranslations('problems');
  return useCallback((error) => {
    if (!isProblem(error)) return t('unexpected');
    if (error.code === 'too-many-requests') return t('too-many-requests', { seconds: error.retryAfter ?? 60 });
    if (error.code === 'validation-failed' && error.errors[0] !== undefined) return error.errors.map(({ detail }) => detail).join('; ');
    const key = error.code as Parameters<typeof t.has>[0];
    return t.has(key) ? t(key as never) : error.detail ?? t('unexpected');
  }, [t]);
}
