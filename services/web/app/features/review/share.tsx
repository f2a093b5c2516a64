import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { useToast } from '../../ui/toasts.tsx';

interface Target {
  readonly to: string;
  readonly timeMs?: number;
  readonly commentId?: string;
}
const Context = createContext<(target: Target) => void>(() => undefined);
export const useShare = () => useContext(Context);

const linkTo = ({ to, timeMs, commentId }: Target) => {
  const url = new URL(`/exercises/${to}`, location.origin);
  if (timeMs !== undefined) url.searchParams.set('t', String(Math.round(timeMs)));
  if (commentId !== undefined) url.searchParams.set('comment', commentId);
  return url.href;
};

/** Copies a link to a moment or a comment. Where the browser does not let us copy, the link is shown to be copied by hand. */
export function ShareProvider({ children }: { readonly children: ReactNode }) {
  const t = useTranslations('review');
  const toast = useToast();
  const [byHand, setByHand] = useState<string | null>(null);
  const share = useCallback((target: Target) => {
    const link = linkTo(target);
    const copied = async () => {
      try {
        await navigator.clipboard.writeText(link);
        toast({ text: t('linkCopied') });
      } catch {
        setByHand(link);
      }
    };
    void copied();
  }, [t, toast]);
  return (
    <Context.Provider value={share}>
      {children}
      {byHand !== null && <Dialog title={t('linkTitle')} onClose={() => setByHand(null)}><TextField label={t('linkLabel')} value={byHand} readOnly autoFocus onFocus={(event) => event.currentTarget.select()} hint={t('linkHint')} /></Dialog>}
    </Context.Provider>
  );
}
