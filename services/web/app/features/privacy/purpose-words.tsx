import { useTranslations } from 'use-intl';
import { useLanguage } from '../../i18n/language.tsx';
import type { Purpose } from './privacy-queries.ts';
import css from './privacy.module.css';

/** The server's words are in this language. They are the ones that a consent refers to. */
const WRITTEN_IN = 'en';
const RECIPIENTS: Readonly<Record<string, string>> = { youtube: 'YouTube (Google)' };

export function usePurposeName(): (purpose: Purpose, recipient: string | null) => string {
  const t = useTranslations('privacy');
  const { language } = useLanguage();
  return (purpose, recipient) => {
    const name = language === WRITTEN_IN ? purpose.title : t(`name.${purpose.purpose}`);
    return recipient === null ? name : `${name}: ${RECIPIENTS[recipient] ?? recipient}`;
  };
}

/** The server's words; for who reads another language a translation first, and the words that count below it. */
export function PurposeWords({ purpose }: { readonly purpose: Purpose }) {
  const t = useTranslations('privacy');
  const { language } = useLanguage();
  if (language === WRITTEN_IN) return <p>{purpose.text}</p>;
  return <><p>{t(`words.${purpose.purpose}`)}</p><p className={css.original}>{t('wordsThatCount')} <span lang={WRITTEN_IN}>“{purpose.text}”</span></p></>;
}
