import { Skeleton } from '../../ui/layout.tsx';
import css from './feed.module.css';

export const CardSkeleton = () => (
  <div className={css.card}>
    <Skeleton className={css.poster} height="auto" />
    <div className={css.text}><Skeleton className={css.round} width="2.1rem" height="2.1rem" /><div className={css.lines}><Skeleton width="75%" height="1.1rem" /><Skeleton width="50%" height="0.9rem" /></div></div>
  </div>
);
