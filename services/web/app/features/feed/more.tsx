import { type ReactNode, useEffect, useRef } from 'react';
import css from './feed.module.css';

/** Loads on when it comes near; the button in it is for keyboards and for who waits. */
export function More({ onSeen, children }: { readonly onSeen: () => void; readonly children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  const seen = useRef(onSeen);
  useEffect(() => {
    seen.current = onSeen;
  });
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting === true) seen.current();
    }, { rootMargin: '600px' });
    if (ref.current !== null) observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return <div ref={ref} className={css.more}>{children}</div>;
}
