import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query';

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export interface Pages<Item> {
  /** undefined while the first page is on its way. */
  readonly items: readonly Item[] | undefined;
  readonly error: unknown;
  readonly hasMore: boolean;
  readonly more: () => void;
  readonly loadingMore: boolean;
  readonly retry: () => void;
}

/** An endless list, as the API pages it: each page names the next. */
export function usePages<Item>(queryKey: QueryKey, load: (cursor: { readonly cursor?: string }) => Promise<Page<Item>>, enabled = true): Pages<Item> {
  const query = useInfiniteQuery({
    queryKey, enabled, initialPageParam: null as string | null,
    queryFn: ({ pageParam }: { pageParam: string | null }) => load(pageParam === null ? {} : { cursor: pageParam }),
    getNextPageParam: (last: Page<Item>) => last.nextCursor,
  });
  return {
    items: query.data?.pages.flatMap((page) => page.items), error: query.error, hasMore: query.hasNextPage, loadingMore: query.isFetchingNextPage,
    more: () => void query.fetchNextPage(), retry: () => void query.refetch(),
  };
}
