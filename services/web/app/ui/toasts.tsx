import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import css from './ui.module.css';

export interface Toast {
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** Milliseconds. One with an action stays until it is closed: nobody is hurried (WCAG 2.2.1). */
const STAYS = 6_000;
const Context = createContext<(toast: Toast) => void>(() => undefined);

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const t = useTranslations('common');
  const [toasts, setToasts] = useState<readonly (Toast & { readonly id: number })[]>([]);
  const last = useRef(0);
  const close = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const show = useCallback((toast: Toast) => {
    const id = ++last.current;
    setToasts((all) => [...all.slice(-2), { ...toast, id }]);
    if (toast.action === undefined) setTimeout(() => close(id), STAYS);
  }, [close]);
  return (
    <Context.Provider value={useMemo(() => show, [show])}>
      {children}
      <div className={css.toasts} role="status" aria-live="polite">
        {toasts.map(({ id, text, action }) => (
          <div key={id} className={css.toast}>
            <span>{text}</span>
            {action !== undefined && <button type="button" onClick={() => { close(id); action.run(); }}>{action.label}</button>}
            <button type="button" onClick={() => close(id)}>{t('close')}</button>
          </div>
        ))}
      </div>
    </Context.Provider>
  );
}

/** Says in a corner that something was done. Errors belong where they happened, not here. */
export const useToast = (): ((toast: Toast) => void) => useContext(Context);
