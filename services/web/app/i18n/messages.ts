import type en from './en/index.ts';

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];
/** The English catalogue is the shape; another language that lacks a message does not compile. */
type Shape<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : Shape<T[Key]> };
export type Messages = Shape<typeof en>;

declare module 'use-intl' {
  interface AppConfig {
    Locale: Language;
    Messages: typeof en;
  }
}

const LOADERS: Readonly<Record<Language, () => Promise<{ readonly default: Messages }>>> = { en: () => import('./en/index.ts'), de: () => import('./de/index.ts') };
export const loadMessages = async (language: Language): Promise<Messages> => (await LOADERS[language]()).default;
