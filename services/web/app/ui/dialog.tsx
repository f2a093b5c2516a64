import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import css from './ui.module.css';

/** The browser's modal dialog: focus is kept inside and given back, Escape closes. Rendered only while it is open. */
export function Dialog({ title, onClose, wide = false, children }: { readonly title: ReactNode; readonly onClose: () => void; readonly wide?: boolean; readonly children: ReactNode }) {
  const t = useTranslations('common');
  const id = useId();
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      // React takes the element away, and with it the browser's memory of where focus was.
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog ref={ref} aria-labelledby={id} className={classNames(css.dialog, wide && css.dialogWide)} onCancel={(event) => { event.preventDefault(); onClose(); }}>
      <div className={css.dialogHead}>
        <h2 id={id}>{title}</h2>
        <IconButton label={t('close')} onClick={onClose}><X aria-hidden="true" /></IconButton>
      </div>
      <div className={css.dialogBody}>{children}</div>
    </dialog>
  );
}

export const DialogActions = ({ children }: { readonly children: ReactNode }) => <div className={css.actions}>{children}</div>;
