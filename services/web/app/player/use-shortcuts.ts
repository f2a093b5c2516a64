import { type RefObject, useEffect, useRef } from 'react';
import { type Command, commandOf, type Focus } from './shortcuts.ts';

function focusOf(target: EventTarget | null): Focus {
  if (!(target instanceof HTMLElement)) return 'other';
  if (target.dataset.playerSlider !== undefined) return 'slider';
  if (target.isContentEditable || target.matches('textarea, select') || (target instanceof HTMLInputElement && !['checkbox', 'button', 'submit'].includes(target.type))) return 'text';
  return target.closest('button, a[href], summary, input, [role="menuitem"]') === null ? 'other' : 'button';
}

/**
 * Keys of the player: for the whole page, or only while the focus is inside of `within`. Never while somebody types, and
 * never behind an open dialog.
 */
export function useShortcuts(enabled: boolean, within: RefObject<HTMLElement | null> | null, run: (command: Command) => void): void {
  const latest = useRef(run);
  useEffect(() => { latest.current = run; });
  useEffect(() => {
    if (!enabled) return undefined;
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const target = event.target instanceof Element ? event.target : null;
      if (within !== null && !(within.current?.contains(target) ?? false)) return;
      // Another player that has the focus is the one that is meant.
      if (within === null && target?.closest('[data-own-keys]')) return;
      if (document.querySelector('dialog[open]') !== null || target?.closest('[popover]')) return;
      const command = commandOf(event, focusOf(event.target));
      if (command === null || (event.repeat && ['toggle', 'mute', 'fullScreen', 'captions', 'mirror', 'help'].includes(command.type))) return;
      event.preventDefault();
      latest.current(command);
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [enabled, within]);
}
