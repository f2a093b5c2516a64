import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { ScreenTitle } from '../../shell/screen-title.tsx';
import { Row } from '../../ui/layout.tsx';
import css from './admin.module.css';

/** One screen of the administration: its heading, what it is for, and what is done most. */
export function AdminPage({ title, lead, actions, back = false, children }: { readonly title: string; readonly lead?: ReactNode; readonly actions?: ReactNode; readonly back?: boolean; readonly children: ReactNode }) {
  const t = useTranslations('admin');
  return (
    <>
      <ScreenTitle>{title}</ScreenTitle>
      {back && <Link to="/admin/users" className={css.back}><ArrowLeft aria-hidden="true" />{t('backToUsers')}</Link>}
      <header className={css.head}>
        <Row between><h1 tabIndex={-1}>{title}</h1>{actions}</Row>
        {lead !== undefined && <p>{lead}</p>}
      </header>
      {children}
    </>
  );
}
