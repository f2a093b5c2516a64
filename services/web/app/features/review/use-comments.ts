import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { isMoving } from '../videos/asset-queries.ts';
import { type Comment, commentsQuery } from './comment-queries.ts';
import { newFromOthers } from './comments.ts';
import { useExerciseEvents } from './exercise-events.ts';

/** Milliseconds between two looks at the list while no stream stands, or while a video answer gets ready, of which the stream says nothing. */
const LOOK = 5_000;
const NONE: readonly Comment[] = [];

/** The comments of an exercise, kept fresh, and the newest that came from somebody else. */
export function useComments(exerciseId: string, myId: string) {
  const live = useExerciseEvents(exerciseId);
  const query = useQuery({
    ...commentsQuery(exerciseId),
    refetchInterval: ({ state: { data } }) => (live && !(data ?? NONE).some(({ video }) => video?.kind === 'asset' && isMoving(video.state)) ? false : LOOK),
  });
  const before = useRef<readonly Comment[] | undefined>(undefined);
  const [arrived, setArrived] = useState<readonly Comment[]>(NONE);
  const { data } = query;
  useEffect(() => {
    if (data === undefined) return;
    const fresh = before.current === undefined ? NONE : newFromOthers(before.current, data, myId);
    before.current = data;
    if (fresh.length > 0) setArrived(fresh);
  }, [data, myId]);
  return { comments: data, error: query.error, retry: () => void query.refetch(), arrived };
}
