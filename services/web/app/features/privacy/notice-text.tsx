import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '../../client/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Notice, Row, Skeleton, Stack } from '../../ui/layout.tsx';
import { blocksOf, boldOf } from './notice-blocks.ts';
import { noticeQuery } from './privacy-queries.ts';
import css from './privacy.module.css';

/** The very text that a consent refers to, in the language it was written in, with what identifies it. */
export function NoticeText() {
  const t = useTranslations('privacy');
  const common = useTranslations('common');
  const text = useProblemText();
  const { data, error, refetch } = useQuery(noticeQuery);
  if (data === undefined) {
    if (error !== null) return <Notice tone="bad" live><Row between><span>{text(error)}</span><Button onClick={() => void refetch()}>{common('retry')}</Button></Row></Notice>;
    return <div aria-busy="true"><Stack><Skeleton /><Skeleton /><Skeleton width="60%" /></Stack></div>;
  }
  return (
    <>
      <div className={css.noticeText} lang={data.language} tabIndex={0} role="region" aria-label={t('notice')}>
        {blocksOf(data.body).map((block, at) => {
          if (block.kind === 'list') return <ul key={at}>{block.items.map((item) => <li key={item}><Words text={item} /></li>)}</ul>;
          if (block.kind === 'paragraph') return <p key={at}><Words text={block.text} /></p>;
          return block.kind === 'title' ? <h3 key={at}><Words text={block.text} /></h3> : <h4 key={at}><Words text={block.text} /></h4>;
        })}
      </div>
      <p className={css.fingerprint}>{t('noticeVersion', { version: data.version })}<br /><code>{data.sha256}</code></p>
    </>
  );
}

const Words = ({ text }: { readonly text: string }) => <>{boldOf(text).map((part, at) => (at % 2 === 1 ? <strong key={at}>{part}</strong> : <Fragment key={at}>{part}</Fragment>))}</>;
