import type { ReactNode } from 'react';
import { ScreenTitle } from '../../shell/screen-title.tsx';
import { Row, Stack } from '../../ui/layout.tsx';
import css from './account.module.css';

/** One screen of the account: its heading, and cards below each other. */
export function AccountPage({ title, lead, actions, children }: { readonly title: string; readonly lead?: ReactNode; readonly actions?: ReactNode; readonly children: ReactNode }) {
  return (
    <>
      <ScreenTitle>{title}</ScreenTitle>
      <header className={css.head}>
        <Row between><div><h1 tabIndex={-1}>{title}</h1>{lead !== undefined && <p>{lead}</p>}</div>{actions}</Row>
      </header>
      <Stack gap={5}>{children}</Stack>
    </>
  );
}
