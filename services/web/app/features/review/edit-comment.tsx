import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { isProblem } from '../../client/problem.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { useMe } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/field.tsx';
import { Notice, Row, Stack } from '../../ui/layout.tsx';
import { type Comment, editComment, loadComment, putComment } from './comment-queries.ts';
import { draftKey, useDraft } from './drafts.ts';

/** Another text for a comment of one's own. Somebody who changed it elsewhere meanwhile is not overwritten unseen. */
export function EditComment({ comment, onDone }: { readonly comment: Comment; readonly onDone: () => void }) {
  const t = useTranslations('review');
  const common = useTranslations('common');
  const text = useProblemText();
  const client = useQueryClient();
  const me = useMe();
  const [draft, change, clear] = useDraft(draftKey(me.id, `edit.${comment.id}`), { text: comment.text ?? '' });
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [other, setOther] = useState<string | null>(null);
  const { data: read, refetch } = useQuery({ queryKey: ['comment', comment.id], queryFn: () => loadComment(comment.id), staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false });
  const save = async () => {
    setBusy(true);
    setFailure(null);
    try {
      putComment(client, await editComment(comment.id, draft.text.trim(), read?.etag ?? null));
      clear();
      onDone();
    } catch (error) {
      if (isProblem(error, 'precondition-failed')) setOther((await refetch()).data?.comment.text ?? null);
      else setFailure(text(error));
      setBusy(false);
    }
  };
  const giveUp = () => {
    clear();
    onDone();
  };
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (!busy) void save(); }}>
      <Stack gap={3}>
        <TextArea label={t('editLabel')} value={draft.text} maxLength={1_000} required={comment.video === null} autoFocus onChange={(event) => change({ text: event.currentTarget.value })} onKeyDown={(event) => { if (event.key === 'Escape') giveUp(); }} />
        {other !== null && <Notice tone="warn" live>{t('changedElsewhere')}<blockquote>{other}</blockquote></Notice>}
        {failure !== null && <Notice tone="bad" live>{failure}</Notice>}
        <Row><Button type="submit" look="primary" busy={busy || read === undefined}>{other === null ? common('save') : t('saveAnyway')}</Button><Button look="quiet" onClick={giveUp}>{common('cancel')}</Button></Row>
      </Stack>
    </form>
  );
}
