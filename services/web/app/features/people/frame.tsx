import type { LucideIcon } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { ScreenTitle } from '../../shell/screen-title.tsx';
import { Card } from '../../ui/layout.tsx';
import css from './people.module.css';

/** One form in the middle of the screen. */
export function Frame({ title, lead, icon: Icon, foot, children }: { readonly title: string; readonly lead?: ReactNode; readonly icon?: LucideIcon; readonly foot?: ReactNode; readonly children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(Icon);
  // Another picture is another step: what had the focus is gone, and the new step is read from its heading.
  useEffect(() => {
    if (shown.current !== Icon) heading.current?.focus();
    shown.current = Icon;
  }, [Icon]);
  return (
    <div className={css.frame}>
      <ScreenTitle>{title}</ScreenTitle>
      <header>{Icon && <Icon className={css.icon} aria-hidden="true" />}<h1 ref={heading} tabIndex={-1}>{title}</h1>{lead !== undefined && <p>{lead}</p>}</header>
      <Card>{children}</Card>
      {foot !== undefined && <p className={css.foot}>{foot}</p>}
    </div>
  );
}
