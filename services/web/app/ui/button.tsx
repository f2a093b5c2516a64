import { Link, type LinkProps } from '@tanstack/react-router';
import type { ComponentPropsWithRef, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import css from './ui.module.css';

export type ButtonLook = 'primary' | 'secondary' | 'quiet' | 'danger';
const LOOKS: Readonly<Record<ButtonLook, string | undefined>> = { primary: css.primary, secondary: css.secondary, quiet: css.quietButton, danger: css.danger };

interface ButtonProps extends ComponentPropsWithRef<'button'> {
  readonly look?: ButtonLook;
  /** Work is under way: the button keeps its focus and its width, says so, and takes no further press. */
  readonly busy?: boolean;
}

export function Button({ look = 'secondary', busy = false, className, children, onClick, type = 'button', ...rest }: ButtonProps) {
  return (
    <button {...rest} type={type} aria-busy={busy || undefined} aria-disabled={busy || undefined} className={classNames(css.button, LOOKS[look], busy && css.busy, className)} onClick={busy ? (event) => event.preventDefault() : onClick}>
      {busy && <Spinner />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'aria-label'> {
  /** Its name for those who do not see the picture, and the tooltip for those who do. */
  readonly label: string;
  readonly children: ReactNode;
}

export function IconButton({ label, children, className, look = 'quiet', ...rest }: IconButtonProps) {
  return <Button {...rest} look={look} aria-label={label} title={label} className={classNames(css.icon, className)}>{children}</Button>;
}

export function ButtonLink({ look = 'secondary', className, children, ...rest }: LinkProps & { readonly look?: ButtonLook; readonly className?: string | undefined; readonly children?: ReactNode }) {
  return <Link {...rest} className={classNames(css.button, LOOKS[look], className)}>{children as ReactNode}</Link>;
}

export const Spinner = () => <span className={css.spinner} aria-hidden="true" />;
