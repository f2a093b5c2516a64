import { Page } from '../../ui/layout.tsx';

export const PrivacyScreen = () => <Page title="PrivacyScreen">…</Page>;
