import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { IntlProvider } from 'use-intl';
import { stored, store } from '../shell/preferences.ts';
import { LANGUAGES, type Language, loadMessages, type Messages } from './messages.ts';

const Context = createContext<{ readonly language: Language; readonly choose: (language: Language) => void }>({ language: 'en', choose: () => undefined });
export const useLanguage = () => useContext(Context);
/** In their own language: who needs the list may not read the current one. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

const isLanguage = (name: string | null): name is Language => (LANGUAGES as readonly (string | null)[]).includes(name);

/** What the person chose, else the first language of the browser that there is. */
export function initialLanguage(): Language {
  const chosen = stored('language');
  if (isLanguage(chosen)) return chosen;
  return navigator.languages.map((tag) => tag.split('-', 1)[0] ?? null).find(isLanguage) ?? 'en';
}

/** Dates as in the reader's own country: en-GB where the browser says so, and not the American ones of plain English. */
const regional = (language: Language): Language => (navigator.languages.find((tag) => tag === language || tag.startsWith(`${language}-`)) ?? language) as Language;

export function LanguageProvider({ first, messages: loaded, children }: { readonly first: Language; readonly messages: Messages; readonly children: ReactNode }) {
  const [{ language, messages }, setState] = useState({ language: first, messages: loaded });
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const value = useMemo(() => ({
    language,
    choose: (next: Language) => {
      store('language', next);
      void loadMessages(next).then((catalogue) => setState({ language: next, messages: catalogue }));
    },
  }), [language]);
  return (
    <Context.Provider value={value}>
      <IntlProvider locale={regional(language)} messages={messages as never} timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}>{children}</IntlProvider>
    </Context.Provider>
  );
}
