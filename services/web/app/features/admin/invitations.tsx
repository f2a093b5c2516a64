import { Page } from '../../ui/layout.tsx';

export const InvitationsScreen = () => <Page title="InvitationsScreen">…</Page>;
