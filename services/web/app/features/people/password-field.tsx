import { brokenRules } from '@practika/password-policy';
import { Check, Circle, CircleDashed, Eye, EyeOff, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { HiddenText } from '../../ui/layout.tsx';
import ui from '../../ui/ui.module.css';
import css from './people.module.css';
import { useCommonPasswords, usePasswordLengths } from './password-queries.ts';
import { LISTED, stateOf } from './password-rules.ts';

interface PasswordFieldProps {
  readonly label: string;
  readonly name: string;
  readonly error?: string | null | undefined;
  readonly autoComplete: 'current-password' | 'new-password';
  /** For a new password: address and names that it must not be like. The rules are then shown. */
  readonly mine?: readonly string[];
  readonly autoFocus?: boolean;
}

/** Can be shown, can be pasted into; a new one is judged while it is typed. */
export function PasswordField({ label, name, error, autoComplete, mine, autoFocus = false }: PasswordFieldProps) {
  const t = useTranslations('people');
  const [shown, setShown] = useState(false);
  const [value, setValue] = useState('');
  const [touched, setTouched] = useState(false);
  return (
    <div>
      <Field label={label} error={error}>
        {(wired) => (
          <span className={css.password}>
            <input {...wired} className={ui.input} name={name} type={shown ? 'text' : 'password'} autoComplete={autoComplete} autoCapitalize="none" spellCheck={false} required autoFocus={autoFocus} value={value} onFocus={() => setTouched(true)} onChange={(event) => setValue(event.currentTarget.value)} />
            <IconButton label={shown ? t('hidePassword') : t('showPassword')} aria-pressed={shown} onClick={() => setShown(!shown)}>{shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}</IconButton>
          </span>
        )}
      </Field>
      {mine !== undefined && <Rules value={value} mine={mine} touched={touched || value !== ''} />}
    </div>
  );
}

function Rules({ value, mine, touched }: { readonly value: string; readonly mine: readonly string[]; readonly touched: boolean }) {
  const t = useTranslations('people');
  const { minLength: min, maxLength: max } = usePasswordLengths();
  const common = useCommonPasswords(touched);
  const broken = brokenRules(value, { minLength: min, attributes: mine, common });
  const states = LISTED.map((rule) => [rule, stateOf(rule, value, broken, common !== null)] as const);
  const left = states.filter(([, state]) => state === 'broken').length;
  return (
    <>
      <ul role="list" className={css.rules} aria-label={t('rules')}>
        {states.map(([rule, state]) => {
          // Too short is no mistake while somebody types.
          const wrong = state === 'broken' && rule !== 'too-short';
          const Icon = { open: Circle, broken: wrong ? X : Circle, later: CircleDashed, met: Check }[state];
          return (
            <li key={rule} className={classNames(state === 'met' && css.met, wrong && css.broken)}>
              <Icon aria-hidden="true" />
              <span>{rule === 'too-short' && broken.includes('too-long') ? t('broken.too-long', { max }) : t(`rule.${rule}`, { min })}{state === 'later' && <> {t('later')}</>}<HiddenText> {state === 'met' ? t('met') : state === 'later' ? '' : t('notMet')}</HiddenText></span>
            </li>
          );
        })}
      </ul>
      {/* One short sentence when it changes, not the whole list at every key. */}
      <HiddenText><span role="status">{value === '' ? '' : left === 0 ? t('allMet') : t('left', { count: left })}</span></HiddenText>
    </>
  );
}
