import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { commentsQuery, refreshComment } from './comment-queries.ts';

/** Milliseconds until the stream is tried anew after the server refused it. */
const TRY_AGAIN = 60_000;

/**
 * Follows an exercise while it is on the screen. An event carries ids; the comment itself is fetched, so that everybody
 * gets what they may see.
 *
 * @returns whether the stream stands; while it does not, the list has to be asked for
 */
export function useExerciseEvents(exerciseId: string): boolean {
  const client = useQueryClient();
  const [live, setLive] = useState(false);
  useEffect(() => {
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let opened = 0;
    const connect = () => {
      source = new EventSource(`/api/exercises/v1/exercises/${exerciseId}/events`);
      source.addEventListener('open', () => {
        setLive(true);
        // What happened while nobody listened.
        if (opened++ > 0) void client.invalidateQueries({ queryKey: commentsQuery(exerciseId).queryKey });
      });
      source.addEventListener('comment', (event) => {
        const { commentId } = JSON.parse(event.data as string) as { readonly commentId: string };
        refreshComment(client, exerciseId, commentId).catch(() => client.invalidateQueries({ queryKey: commentsQuery(exerciseId).queryKey }));
      });
      source.addEventListener('exercise', () => void client.invalidateQueries({ queryKey: ['exercise', exerciseId] }));
      source.addEventListener('error', () => {
        setLive(false);
        // A lost line is taken up by the browser itself; a refusal is not.
        if (source?.readyState === EventSource.CLOSED) timer = setTimeout(connect, TRY_AGAIN);
      });
    };
    connect();
    return () => {
      source?.close();
      clearTimeout(timer);
    };
  }, [client, exerciseId]);
  return live;
}
