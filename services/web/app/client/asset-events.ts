import { type InfiniteData, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type AssetEvent, parseAssetEvent, withAssetEvent } from './asset-event.ts';

/** Milliseconds between looks while no events come, and before a connection that was refused is tried again. */
const LOOK = 5_000;
const AGAIN = 15_000;

/**
 * One's own videos as they move: one connection for the whole page, open while a screen shows them and somebody looks.
 * The browser takes it up again by itself where it was (Last-Event-ID). Where it cannot be had, the videos that are shown
 * are asked for every few seconds instead.
 */
class AssetEvents {
  private source: EventSource | null = null;
  private users = 0;
  private looks: ReturnType<typeof setInterval> | undefined;
  private again: ReturnType<typeof setTimeout> | undefined;
  private client: QueryClient | null = null;

  constructor() {
    document.addEventListener('visibilitychange', () => (document.hidden ? this.close() : this.open()));
  }

  follow(client: QueryClient): () => void {
    this.client = client;
    this.users += 1;
    this.open();
    return () => {
      this.users -= 1;
      // A screen that follows may come right after one that did.
      setTimeout(() => {
        if (this.users === 0) this.close();
      }, 1_000);
    };
  }

  private open(): void {
    if (this.users === 0 || this.source !== null || document.hidden) return;
    const source = new EventSource('/api/media/v1/events');
    this.source = source;
    source.addEventListener('open', () => {
      clearInterval(this.looks);
      this.looks = undefined;
      // What happened before this connection is nobody's news.
      this.look();
    });
    source.addEventListener('asset', ({ data }) => this.heard(parseAssetEvent(String(data))));
    source.addEventListener('error', () => {
      this.looks ??= setInterval(() => this.look(), LOOK);
      if (source.readyState !== EventSource.CLOSED) return;
      // Refused, not broken: the browser does not come back to it by itself.
      this.source = null;
      this.again = setTimeout(() => this.open(), AGAIN);
    });
  }

  private close(): void {
    this.source?.close();
    this.source = null;
    clearInterval(this.looks);
    this.looks = undefined;
    clearTimeout(this.again);
  }

  private look(): void {
    for (const queryKey of [['asset'], ['assets']]) void this.client?.invalidateQueries({ queryKey });
  }

  private heard(event: AssetEvent | null): void {
    if (event === null || this.client === null) return;
    const moved = this.apply(this.client, event);
    // Progress is all in the event; another state brings more with it: its history, a length, a poster.
    if (!moved) return;
    for (const queryKey of [['asset', event.assetId], ['assets'], ['exercise'], ['exercises'], ['comments']]) void this.client.invalidateQueries({ queryKey });
  }

  /** @returns whether its state is another one now, or was not known */
  private apply(client: QueryClient, event: AssetEvent): boolean {
    let known = false;
    let moved = false;
    const change = <A extends Parameters<typeof withAssetEvent>[0]>(asset: A): A => {
      if (asset.id !== event.assetId) return asset;
      known = true;
      moved ||= asset.state !== event.state;
      return withAssetEvent(asset, event) as A;
    };
    client.setQueryData<Parameters<typeof withAssetEvent>[0]>(['asset', event.assetId], (asset) => (asset === undefined ? undefined : change(asset)));
    client.setQueriesData<InfiniteData<{ readonly items: readonly Parameters<typeof withAssetEvent>[0][] }>>({ queryKey: ['assets', 'mine'] }, (data) => (data === undefined ? undefined : { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(change) })) }));
    return moved || !known;
  }
}

let events: AssetEvents | undefined;

/** Keeps the videos that are shown up to date. @param wanted false: nothing that is shown moves */
export function useAssetEvents(wanted = true): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!wanted) return undefined;
    events ??= new AssetEvents();
    return events.follow(client);
  }, [client, wanted]);
}
