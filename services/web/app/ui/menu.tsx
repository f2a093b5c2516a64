import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import css from './ui.module.css';

interface MenuProps {
  /** Name of the button for those who do not see it. */
  readonly label: string;
  readonly button: ReactNode;
  readonly buttonClassName?: string | undefined;
  /** Links and buttons with the class `menuItem`. */
  readonly children: ReactNode;
}

/** A button that opens a list of actions above the page: closes on choice, Escape and a click elsewhere; arrows move. */
export function Menu({ label, button, buttonClassName, children }: MenuProps) {
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  useEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    const toggled = (event: Event) => {
      const opened = (event as ToggleEvent).newState === 'open';
      setOpen(opened);
      if (!opened || opener.current === null) return;
      const box = opener.current.getBoundingClientRect();
      element.style.top = `${Math.min(box.bottom + 6, window.innerHeight - element.offsetHeight - 8)}px`;
      element.style.left = `${Math.max(8, Math.min(box.right - element.offsetWidth, window.innerWidth - element.offsetWidth - 8))}px`;
      items(element)[0]?.focus();
    };
    element.addEventListener('toggle', toggled);
    return () => element.removeEventListener('toggle', toggled);
  }, []);

  return (
    <>
      <button ref={opener} type="button" className={classNames(css.button, css.quietButton, buttonClassName)} aria-label={label} aria-expanded={open} aria-controls={id} popoverTarget={id}>{button}</button>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- what is done to the links and buttons inside bubbles up to here */}
      <div
        ref={list} id={id} popover="auto" className={css.menu} onClick={() => list.current?.hidePopover()}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
          if (step === 0 || list.current === null) return;
          event.preventDefault();
          const all = items(list.current);
          all[(all.indexOf(document.activeElement as HTMLElement) + step + all.length) % all.length]?.focus();
        }}
      >
        {children}
      </div>
    </>
  );
}

const items = (element: HTMLElement): HTMLElement[] => [...element.querySelectorAll<HTMLElement>('a[href], button:not(:disabled)')];
export const menuItem = css.menuItem;
