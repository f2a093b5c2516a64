import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { CSSProperties, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import css from './ui.module.css';

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'neutral';
const TONES: Readonly<Record<Tone, string | undefined>> = { good: css.good, warn: css.warn, bad: css.bad, info: css.info, neutral: undefined };
const ICONS: Readonly<Record<Tone, LucideIcon>> = { good: CircleCheck, warn: TriangleAlert, bad: CircleAlert, info: Info, neutral: Info };

type Gap = 1 | 2 | 3 | 4 | 5 | 6 | 7;
const gapStyle = (gap: Gap | undefined) => (gap === undefined ? undefined : { '--gap': `var(--s${gap})` } as CSSProperties);

export const Stack = ({ gap, className, children }: { readonly gap?: Gap; readonly className?: string | undefined; readonly children: ReactNode }) => <div className={classNames(css.stack, className)} style={gapStyle(gap)}>{children}</div>;
export const Row = ({ gap, between, className, children }: { readonly gap?: Gap; readonly between?: boolean; readonly className?: string | undefined; readonly children: ReactNode }) => <div className={classNames(css.row, between && css.between, className)} style={gapStyle(gap)}>{children}</div>;
export const Quiet = ({ small, children }: { readonly small?: boolean; readonly children: ReactNode }) => <span className={classNames(css.quiet, small && css.small)}>{children}</span>;
export const HiddenText = ({ children }: { readonly children: ReactNode }) => <span className={css.hiddenText}>{children}</span>;
export const Card = ({ className, children, ...rest }: { readonly className?: string | undefined; readonly children: ReactNode; readonly 'aria-labelledby'?: string }) => <section {...rest} className={classNames(css.card, className)}>{children}</section>;
export const Badge = ({ tone = 'neutral', children }: { readonly tone?: Tone; readonly children: ReactNode }) => <span className={classNames(css.badge, TONES[tone])}>{children}</span>;

/** A message in the page. `live`: it came as the answer to something just done, and is read out. */
export function Notice({ tone = 'info', live = false, children }: { readonly tone?: Tone; readonly live?: boolean; readonly children: ReactNode }) {
  const Icon = ICONS[tone];
  return <div className={classNames(css.notice, TONES[tone])} role={live ? (tone === 'bad' ? 'alert' : 'status') : undefined}><Icon aria-hidden="true" /><div>{children}</div></div>;
}

/** Nothing here, and what one can do about it. */
export function Empty({ icon: Icon, title, main = false, children }: { readonly icon: LucideIcon; readonly title: ReactNode; /** It is all of the screen: its title is the screen's heading. */ readonly main?: boolean; readonly children?: ReactNode }) {
  return <div className={css.empty}><Icon aria-hidden="true" />{main ? <h1 tabIndex={-1}>{title}</h1> : <h2>{title}</h2>}{children}</div>;
}

/** A place that will hold something. Hidden from readers: the region around it says that it loads. */
export const Skeleton = ({ width, height, className }: { readonly width?: string; readonly height?: string; readonly className?: string | undefined }) => <div aria-hidden="true" className={classNames(css.skeleton, className)} style={{ width: width ?? '100%', height: height ?? '1em' }} />;

/** @param value of max; undefined: under way, nobody knows how far */
export const Progress = ({ label, value, max = 1 }: { readonly label: string; readonly value?: number | undefined; readonly max?: number }) => <progress className={css.progress} aria-label={label} max={max} value={value} />;

export const Avatar = ({ name, size }: { readonly name: string; readonly size?: string }) => <span className={css.avatar} style={size === undefined ? undefined : { '--size': size } as CSSProperties} aria-hidden="true" data-initials={initials(name)} />;

const initials = (name: string): string => {
  const words = name.trim().split(/\s+/u);
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '').join('').toUpperCase();
};

/** The frame of a screen: its width and its heading. */
export function Page({ title, lead, actions, width = 'wide', children }: { readonly title?: ReactNode; readonly lead?: ReactNode; readonly actions?: ReactNode; readonly width?: 'wide' | 'reading' | 'narrow'; readonly children: ReactNode }) {
  return (
    <div className={classNames(css.page, width === 'narrow' && css.narrow, width === 'reading' && css.reading)}>
      {title !== undefined && (
        <header className={css.pageHead}>
          <div><h1 tabIndex={-1}>{title}</h1>{lead !== undefined && <p className={css.quiet}>{lead}</p>}</div>
          {actions !== undefined && <Row>{actions}</Row>}
        </header>
      )}
      {children}
    </div>
  );
}

/** A table that scrolls by itself on a narrow screen. */
export function Table({ caption, head, children }: { readonly caption: string; readonly head: readonly ReactNode[]; readonly children: ReactNode }) {
  return (
    <div className={css.tableWrap} tabIndex={0} role="region" aria-label={caption}>
      <table className={css.table}>
        <caption className={css.hiddenText}>{caption}</caption>
        <thead><tr>{head.map((cell, index) => <th key={index} scope="col">{cell}</th>)}</tr></thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
