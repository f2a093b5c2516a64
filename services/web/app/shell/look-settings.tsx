import { Languages, SunMoon } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { LANGUAGE_NAMES, useLanguage } from '../i18n/language.tsx';
import { LANGUAGES } from '../i18n/messages.ts';
import { Menu, menuItem } from '../ui/menu.tsx';
import { THEMES, useTheme } from './theme.ts';

/** Language and appearance of this browser. */
export function LookSettings() {
  const t = useTranslations('shell');
  const { choose, language } = useLanguage();
  const [theme, setTheme] = useTheme();
  const themeNames = { system: t('themeSystem'), light: t('themeLight'), dark: t('themeDark') };
  return (
    <>
      <Menu label={t('language')} button={<Languages aria-hidden="true" />}>
        {LANGUAGES.map((name) => <button key={name} type="button" lang={name} className={menuItem} aria-pressed={name === language} onClick={() => choose(name)}>{LANGUAGE_NAMES[name]}{name === language && ' ✓'}</button>)}
      </Menu>
      <Menu label={t('theme')} button={<SunMoon aria-hidden="true" />}>
        {THEMES.map((name) => <button key={name} type="button" className={menuItem} aria-pressed={name === theme} onClick={() => setTheme(name)}>{themeNames[name]}{name === theme && ' ✓'}</button>)}
      </Menu>
    </>
  );
}
