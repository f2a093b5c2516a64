import { Page } from '../../ui/layout.tsx';

export const UserScreen = () => <Page title="UserScreen">…</Page>;
