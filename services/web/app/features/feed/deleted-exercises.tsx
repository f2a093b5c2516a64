import { useQueryClient } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { body, exercises } from '../../client/client.ts';
import { usePages } from '../../client/pages.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Card, Notice, Quiet, Row, Stack } from '../../ui/layout.tsx';

/** One's own exercises of the last thirty days that were deleted: each can come back. */
export function DeletedExercises() {
  const t = useTranslations('feed');
  const text = useProblemText();
  const format = useFormatter();
  const client = useQueryClient();
  const [failure, setFailure] = useState<string | null>(null);
  const { items } = usePages(['exercises', 'deleted'], (cursor) => body(exercises.GET('/api/exercises/v1/exercises', { params: { query: { limit: 50, owner: 'me', deleted: 'true', ...cursor } } })));
  const restore = async (id: string) => {
    setFailure(null);
    try {
      await exercises.POST('/api/exercises/v1/exercises/{id}/restore', { params: { path: { id } } });
      await client.invalidateQueries({ queryKey: ['exercises'] });
    } catch (error) {
      setFailure(text(error));
    }
  };
  if (items === undefined || items.length === 0) return null;
  return (
    <Card aria-labelledby="deleted">
      <Stack>
        <h2 id="deleted">{t('deleted')}</h2>
        {failure !== null && <Notice tone="bad" live>{failure}</Notice>}
        {items.map(({ id, name, deletedAt }) => <Row key={id} between><span>{name} {deletedAt !== null && <Quiet small>{t('deletedAt', { date: format.dateTime(new Date(deletedAt), { dateStyle: 'medium' }) })}</Quiet>}</span><Button onClick={() => void restore(id)}><Undo2 aria-hidden="true" />{t('restore')}</Button></Row>)}
      </Stack>
    </Card>
  );
}
