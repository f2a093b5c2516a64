import { createContext, useContext } from 'react';
import type { Playable } from '../../player/playable.ts';
import type { Me } from '../../session/session.ts';
import type { Exercise } from '../feed/exercise-queries.ts';

/** What everything on the exercise's page is about. */
export interface Review {
  readonly exercise: Exercise;
  readonly me: Me;
  /** Owner of the exercise, or staff: may hide what others wrote. */
  readonly moderates: boolean;
  readonly playable: Playable;
  /** There is a video here that can be played now. */
  readonly playableNow: boolean;
  readonly seek: (ms: number) => void;
}

const Context = createContext<Review | null>(null);
export const ReviewProvider = Context.Provider;

export function useReview(): Review {
  const review = useContext(Context);
  if (review === null) throw new Error('this belongs on the page of an exercise');
  return review;
}
