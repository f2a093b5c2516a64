import { type FormEvent, useRef, useState } from 'react';
import { isProblem, type ProblemError } from '../client/problem.ts';
import { useProblemText } from '../client/problem-text.ts';

export interface FormState {
  readonly busy: boolean;
  /** What is wrong that belongs to no field. */
  readonly failure: string | null;
  /** What is wrong with a field. @param pointer `/password` */
  readonly at: (pointer: string) => string | null;
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  /** For the form: what is wrong with a field is no longer said once it is being changed. */
  readonly onInput: (event: FormEvent<HTMLFormElement>) => void;
}

/**
 * Sends a form and keeps what was typed. What the server says of a field stands at that field, which gets the focus;
 * the rest stands above the button. The fields are read by their names.
 *
 * @param pointers the fields that this form shows errors at
 * @param words what to say instead of the server's words, which are English, about a field that it refuses
 */
export function useForm(pointers: readonly string[], send: (form: FormData) => Promise<void>, toProblem?: (error: ProblemError) => { readonly pointer: string; readonly detail: string } | null, words: Readonly<Record<string, (detail: string) => string>> = {}): FormState {
  const text = useProblemText();
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<ReadonlyMap<string, string>>(new Map());
  const [failure, setFailure] = useState<string | null>(null);
  const running = useRef(false);

  const run = async (form: HTMLFormElement) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setFailure(null);
    setErrors(new Map());
    try {
      await send(new FormData(form));
    } catch (error) {
      const found = new Map<string, string>();
      if (isProblem(error)) {
        const own = toProblem?.(error) ?? null;
        if (own !== null) found.set(own.pointer, own.detail);
        for (const pointer of pointers) {
          const said = error.at(pointer);
          if (said !== null) found.set(pointer, words[pointer]?.(said) ?? said);
        }
      }
      setErrors(found);
      if (found.size === 0) setFailure(text(error));
      const first = pointers.find((pointer) => found.has(pointer));
      // After React has written the error beside the field.
      if (first !== undefined) setTimeout(() => form.querySelector<HTMLElement>(`[name="${first.slice(1)}"]`)?.focus(), 0);
    } finally {
      running.current = false;
      setBusy(false);
    }
  };

  return {
    busy, failure,
    at: (pointer) => errors.get(pointer) ?? null,
    onSubmit: (event) => {
      event.preventDefault();
      void run(event.currentTarget);
    },
    onInput: (event) => {
      const pointer = `/${(event.target as HTMLInputElement).name}`;
      if (errors.has(pointer)) setErrors(new Map([...errors].filter(([at]) => at !== pointer)));
    },
  };
}
