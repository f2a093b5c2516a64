import { Link, useRouter } from '@tanstack/react-router';
import { CloudOff, SearchX } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { isProblem } from '../client/problem.ts';
import { useProblemText } from '../client/problem-text.ts';
import { ScreenTitle } from './screen-title.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Empty, Page, Quiet, Row } from '../ui/layout.tsx';

export function NotFoundScreen() {
  const t = useTranslations('shell');
  return <Page><ScreenTitle>{t('notFoundTitle')}</ScreenTitle><Empty main icon={SearchX} title={t('notFoundTitle')}><p>{t('notFoundText')}</p><ButtonLink to="/" look="primary">{t('toStart')}</ButtonLink></Empty></Page>;
}

/** What a screen shows in its place when it cannot be shown: the reason in words, and a way on. */
export function ErrorScreen({ error, reset }: { readonly error: unknown; readonly reset?: () => void }) {
  const t = useTranslations('shell');
  const common = useTranslations('common');
  const text = useProblemText();
  const router = useRouter();
  if (isProblem(error, 'not-found')) return <NotFoundScreen />;
  const retry = () => {
    reset?.();
    void router.invalidate();
  };
  return (
    <Page>
      <div role="alert">
        <ScreenTitle>{t('errorTitle')}</ScreenTitle>
        <Empty main icon={CloudOff} title={t('errorTitle')}>
          <p>{text(error)}</p>
          {isProblem(error) && error.instance !== null && error.status >= 500 && <Quiet small>{t('errorId', { id: error.instance })}</Quiet>}
          <Row><Button look="primary" onClick={retry}>{common('retry')}</Button><Link to="/">{t('toStart')}</Link></Row>
        </Empty>
      </div>
    </Page>
  );
}
