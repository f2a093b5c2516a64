import { Page } from '../../ui/layout.tsx';

export const UsersScreen = () => <Page title="UsersScreen">…</Page>;
