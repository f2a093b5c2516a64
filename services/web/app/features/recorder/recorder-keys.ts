import { useEffect } from 'react';
import { keyAct } from './recorder-machine.ts';
import type { RecorderSession } from './recorder-session.ts';

/** Whoever types means letters, not acts. */
const TYPING = 'input:not([type="checkbox"]):not([type="radio"]):not([type="range"]), textarea, select, [contenteditable=""], [contenteditable="true"], dialog';

/** R and P, wherever focus is, except where something is typed. Before others on the page: while one records, these keys are the recorder's. */
export function useRecorderKeys(session: RecorderSession, on: boolean): void {
  useEffect(() => {
    if (!on) return undefined;
    const pressed = (event: KeyboardEvent) => {
      const { ctrlKey, metaKey, altKey, repeat, target } = event;
      if (ctrlKey || metaKey || altKey || repeat || document.querySelector('dialog[open]') !== null || (target instanceof Element && target.closest(TYPING) !== null)) return;
      const act = keyAct(event.key, session.state().stage);
      if (act === null) return;
      event.preventDefault();
      event.stopPropagation();
      session[act]();
    };
    addEventListener('keydown', pressed, { capture: true });
    return () => removeEventListener('keydown', pressed, { capture: true });
  }, [session, on]);
}
