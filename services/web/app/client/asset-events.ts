import type { QueryClient } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

let source: EventSource | null = null;
let users = 0;

/**
 * Follows one's own videos while a screen shows them: one connection for the whole page, which the browser takes up
 * again by itself where it was (Last-Event-ID). An event carries ids and states; the video itself is asked for.
 */
export function useAssetEvents(): void {
  const client = useQueryClient();
  useEffect(() => {
    users += 1;
    source ??= connect(client);
    return () => {
      users -= 1;
      if (users > 0) return;
      source?.close();
      source = null;
    };
  }, [client]);
}

function connect(client: QueryClient): EventSource {
  const made = new EventSource('/api/media/v1/events');
  made.addEventListener('asset', (event) => {
    const { assetId } = JSON.parse(event.data as string) as { readonly assetId: string };
    void client.invalidateQueries({ queryKey: ['asset', assetId] });
    void client.invalidateQueries({ queryKey: ['assets'] });
    void client.invalidateQueries({ queryKey: ['exercise'] });
  });
  return made;
}
