import { Page } from '../../ui/layout.tsx';

export const ProfileScreen = () => <Page title="ProfileScreen">…</Page>;
