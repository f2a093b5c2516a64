import { Check, Circle, Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { IconButton } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { HiddenText } from '../../ui/layout.tsx';
import ui from '../../ui/ui.module.css';
import css from './people.module.css';
import { brokenRules, MIN_LENGTH, RULES } from './password-rules.ts';

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
  const broken = mine === undefined ? [] : brokenRules(value, mine);
  return (
    <div>
      <Field label={label} error={error}>
        {(wired) => (
          <span className={css.password}>
            <input {...wired} className={ui.input} name={name} type={shown ? 'text' : 'password'} autoComplete={autoComplete} autoCapitalize="none" spellCheck={false} required autoFocus={autoFocus} value={value} onChange={(event) => setValue(event.currentTarget.value)} />
            <IconButton label={shown ? t('hidePassword') : t('showPassword')} aria-pressed={shown} onClick={() => setShown(!shown)}>{shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}</IconButton>
          </span>
        )}
      </Field>
      {mine !== undefined && (
        <ul role="list" className={css.rules} aria-label={t('rules')}>
          {RULES.map((rule) => {
            const met = value !== '' && !broken.includes(rule);
            return <li key={rule} className={met ? css.met : undefined}>{met ? <Check aria-hidden="true" /> : <Circle aria-hidden="true" />}{t(`rule.${rule}`, { min: MIN_LENGTH })}<HiddenText>{met ? t('met') : t('notMet')}</HiddenText></li>;
          })}
        </ul>
      )}
    </div>
  );
}
