import { CircleAlert } from 'lucide-react';
import { type ComponentPropsWithRef, type ReactNode, useId } from 'react';
import { useTranslations } from 'use-intl';
import { classNames } from './class-names.ts';
import css from './ui.module.css';

interface FieldProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What is wrong with the value, in words; read out with the field. */
  readonly error?: string | null | undefined;
  readonly optional?: boolean;
  readonly className?: string | undefined;
}

interface Wired {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

/** Label, hint and error around any control; the control gets the attributes that tie them together. */
export function Field({ label, hint, error, optional, className, children }: FieldProps & { readonly children: (wired: Wired) => ReactNode }) {
  const t = useTranslations('common');
  const id = useId();
  const described = [hint === undefined ? null : `${id}-hint`, error ? `${id}-error` : null].filter((part) => part !== null).join(' ');
  return (
    <div className={classNames(css.field, className)}>
      <label className={css.label} htmlFor={id}>{label} {optional && <span className={css.optional}>({t('optional')})</span>}</label>
      {children({ id, 'aria-describedby': described === '' ? undefined : described, 'aria-invalid': error ? true : undefined })}
      {hint !== undefined && <p className={css.hint} id={`${id}-hint`}>{hint}</p>}
      {error ? <p className={css.wrong} id={`${id}-error`}><CircleAlert aria-hidden="true" />{error}</p> : null}
    </div>
  );
}

export function TextField({ label, hint, error, optional, className, ...input }: FieldProps & Omit<ComponentPropsWithRef<'input'>, 'id' | 'className'>) {
  return <Field {...{ label, hint, error, optional: optional ?? false, className }}>{(wired) => <input {...input} {...wired} className={css.input} />}</Field>;
}

export function TextArea({ label, hint, error, optional, className, ...input }: FieldProps & Omit<ComponentPropsWithRef<'textarea'>, 'id' | 'className'>) {
  return <Field {...{ label, hint, error, optional: optional ?? false, className }}>{(wired) => <textarea {...input} {...wired} className={css.input} />}</Field>;
}

export function SelectField({ label, hint, error, optional, className, children, ...select }: FieldProps & Omit<ComponentPropsWithRef<'select'>, 'id' | 'className'>) {
  return <Field {...{ label, hint, error, optional: optional ?? false, className }}>{(wired) => <select {...select} {...wired} className={css.input}>{children}</select>}</Field>;
}

/** A checkbox or radio with its words as one target. */
export function Choice({ children, hint, type = 'checkbox', className, ...input }: Omit<ComponentPropsWithRef<'input'>, 'children'> & { readonly children: ReactNode; readonly hint?: ReactNode }) {
  const id = useId();
  return (
    <label className={classNames(css.choice, className)}>
      <input {...input} type={type} aria-describedby={hint === undefined ? undefined : id} />
      <span>{children}{hint !== undefined && <span className={css.hint} id={id}><br />{hint}</span>}</span>
    </label>
  );
}
