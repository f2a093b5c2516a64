import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useProblemText } from '../../client/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Card, Notice, Row, Skeleton, Stack } from '../../ui/layout.tsx';
import { ErasureSection } from './erasure.tsx';
import { ExportsSection } from './exports.tsx';
import { exportsQuery } from './rights-api.ts';

/** Taking out what is one's own, and erasing it. Where the server does not offer it, that is said. */
export function Rights() {
  const t = useTranslations('privacy');
  const common = useTranslations('common');
  const text = useProblemText();
  const { data, error, refetch } = useQuery(exportsQuery);
  if (data === undefined || data === null) {
    return (
      <Card aria-labelledby="rights">
        <Stack>
          <h2 id="rights">{t('rights')}</h2>
          {data === null && <p>{t('rightsText')}</p>}
          {data === undefined && error === null && <div aria-busy="true"><Skeleton height="3rem" /></div>}
          {data === undefined && error !== null && <Notice tone="bad" live><Row between><span>{text(error)}</span><Button onClick={() => void refetch()}>{common('retry')}</Button></Row></Notice>}
        </Stack>
      </Card>
    );
  }
  return <><ExportsSection jobs={data} /><ErasureSection /></>;
}
