import { useTranslations } from 'use-intl';

/** Why a video is where it is, in the reader's language; the server's own words for a reason that this page does not know. */
export function useReasonText(): (reason: { readonly code: string; readonly text: string }) => string {
  const t = useTranslations('videos');
  return ({ code, text }) => {
    const key = `reason.${code}` as 'reason.malware';
    return t.has(key) ? t(key) : text;
  };
}
