import { useTranslations } from 'use-intl';
import { LANGUAGE_NAMES, useLanguage } from '../../i18n/language.tsx';
import { LANGUAGES } from '../../i18n/messages.ts';
import { THEMES, useTheme } from '../../shell/theme.ts';
import { Choice } from '../../ui/field.tsx';
import { Card, Quiet, Stack } from '../../ui/layout.tsx';
import css from './account.module.css';

/** Language and appearance of this browser; a choice counts at once. */
export function LookCard() {
  const t = useTranslations('account');
  const { language, choose } = useLanguage();
  const [theme, setTheme] = useTheme();
  const themeNames = { system: t('themeSystem'), light: t('themeLight'), dark: t('themeDark') };
  return (
    <Card aria-labelledby="look">
      <Stack>
        <div><h2 id="look">{t('look')}</h2><Quiet small>{t('lookHint')}</Quiet></div>
        <div className={css.looks}>
          <fieldset>
            <legend>{t('language')}</legend>
            {LANGUAGES.map((name) => <Choice key={name} type="radio" name="language" checked={name === language} onChange={() => choose(name)}><span lang={name}>{LANGUAGE_NAMES[name]}</span></Choice>)}
          </fieldset>
          <fieldset>
            <legend>{t('theme')}</legend>
            {THEMES.map((name) => <Choice key={name} type="radio" name="theme" checked={name === theme} onChange={() => setTheme(name)}>{themeNames[name]}</Choice>)}
          </fieldset>
        </div>
      </Stack>
    </Card>
  );
}
