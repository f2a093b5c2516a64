import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { deviceOf } from './device-words.ts';

export function useDeviceName(): (label: string) => string {
  const t = useTranslations('account');
  return useCallback((label) => {
    const { browser, system } = deviceOf(label);
    if (browser === null) return t('unknownDevice');
    return system === null ? browser : t('device', { browser, system });
  }, [t]);
}
