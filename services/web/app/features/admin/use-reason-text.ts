import { useCallback } from 'react';
import { useTranslations } from 'use-intl';

/** Why a video is where it is, in words for who looks after it; the server's own words for a reason that is new. */
export function useReasonText(): (reason: { readonly code: string; readonly text: string }) => string {
  const t = useTranslations('admin');
  return useCallback(({ code, text }) => (t.has(`reason.${code}` as never) ? t(`reason.${code}` as never) : text), [t]);
}
