import { type RefObject, useEffect, useRef } from 'react';
import { type Command, commandOf, type Focus } from './shortcuts.ts';

export interface MoreKey {
  /** A small letter. */
  readonly key: string;
  readonly label: string;
  readonly run: () => void;
}

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
export function useShortcuts(enabled: boolean, within: RefObject<HTMLElement | null> | null, run: (command: Command) => void, more: readonly MoreKey[] = []): void {
  const latest = useRef({ run, more });
  useEffect(() => { latest.current = { run, more }; });
  useEffect(() => {
    if (!enabled) return undefined;
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return undefined;
      const target = event.target instanceof Element ? event.target : null;
      if (within !== null && !(within.current?.contains(target) ?? false)) return undefined;
      // Another player that has the focus is the one that is meant.
      if (within === null && target?.closest('[data-own-keys]')) return undefined;
      if (document.querySelector('dialog[open]') !== null || target?.closest('[popover]')) return undefined;
      const focus = focusOf(event.target);
      const own = focus === 'text' || event.ctrlKey || event.metaKey || event.altKey ? undefined : latest.current.more.find(({ key }) => key === event.key.toLowerCase());
      if (own !== undefined) {
        event.preventDefault();
        return own.run();
      }
      const command = commandOf(event, focus);
      if (command === null || (event.repeat && ['toggle', 'mute', 'fullScreen', 'captions', 'mirror', 'help'].includes(command.type))) return undefined;
      event.preventDefault();
      return latest.current.run(command);
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [enabled, within]);
}
