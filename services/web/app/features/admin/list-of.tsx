import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { Pages } from '../../client/pages.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Notice, Row, Skeleton, Stack } from '../../ui/layout.tsx';

/** A list that pages: skeletons while it comes, why it did not, and a way to more. What was loaded stays. */
export function ListOf<Item>({ pages, skeleton = '4rem', children }: { readonly pages: Pages<Item>; readonly skeleton?: string; readonly children: (items: readonly Item[]) => ReactNode }) {
  const common = useTranslations('common');
  const text = useProblemText();
  const { items, error, hasMore, more, loadingMore, retry } = pages;
  return (
    <Stack>
      <div aria-busy={items === undefined && error === null}>
        {items !== undefined ? children(items) : error === null && <Stack gap={3}>{[0, 1, 2, 3].map((row) => <Skeleton key={row} height={skeleton} />)}</Stack>}
      </div>
      {error !== null && error !== undefined && <Notice tone="bad" live><Row between><span>{text(error)}</span><Button onClick={items === undefined ? retry : more}>{common('retry')}</Button></Row></Notice>}
      {hasMore && !error && <Row><Button busy={loadingMore} onClick={more}>{common('more')}</Button></Row>}
    </Stack>
  );
}
