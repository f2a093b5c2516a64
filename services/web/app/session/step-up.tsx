import { createContext, type FormEvent, type ReactNode, useCallback, useContext, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { auth } from '../client/client.ts';
import { isProblem } from '../client/problem.ts';
import { useProblemText } from '../client/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogActions } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { textOf } from '../ui/form-text.ts';
import { Stack } from '../ui/layout.tsx';

class StepUpCancelled extends Error {}
export const wasCancelled = (error: unknown): boolean => error instanceof StepUpCancelled;

type Confirm = () => Promise<void>;
const Context = createContext<Confirm>(() => Promise.reject(new StepUpCancelled()));

/** Some acts ask for the password again (contract: step-up). One dialog for all of them. */
export function StepUpProvider({ children }: { readonly children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const waiting = useRef<{ resolve: () => void; reject: (error: unknown) => void } | null>(null);
  const confirm = useCallback(() => new Promise<void>((resolve, reject) => {
    waiting.current = { resolve, reject };
    setOpen(true);
  }), []);
  const end = (confirmed: boolean) => {
    setOpen(false);
    if (confirmed) waiting.current?.resolve();
    else waiting.current?.reject(new StepUpCancelled());
    waiting.current = null;
  };
  return <Context.Provider value={confirm}>{children}{open && <StepUpDialog onEnd={end} />}</Context.Provider>;
}

function StepUpDialog({ onEnd }: { readonly onEnd: (confirmed: boolean) => void }) {
  const t = useTranslations('stepUp');
  const text = useProblemText();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = textOf(new FormData(event.currentTarget), 'password');
    setBusy(true);
    try {
      await auth.POST('/api/auth/v1/sessions/current/step-up', { body: { password } });
      onEnd(true);
    } catch (caught) {
      setError(text(caught));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={t('title')} onClose={() => onEnd(false)}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <p>{t('why')}</p>
          <TextField label={t('password')} name="password" type="password" autoComplete="current-password" required autoFocus error={error} />
        </Stack>
        <DialogActions>
          <Button onClick={() => onEnd(false)}>{t('cancel')}</Button>
          <Button type="submit" look="primary" busy={busy}>{t('confirm')}</Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** Runs an act; where the server wants the password first, asks for it and runs the act again. Check `wasCancelled` on a throw. */
export function useStepUp(): <T>(act: () => Promise<T>) => Promise<T> {
  const confirm = useContext(Context);
  return useCallback(async (act) => {
    try {
      return await act();
    } catch (error) {
      if (!isProblem(error, 'step-up-required')) throw error;
      await confirm();
      return act();
    }
  }, [confirm]);
}
