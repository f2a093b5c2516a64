import { Page } from '../../ui/layout.tsx';

export const VerifyEmailScreen = () => <Page title="VerifyEmailScreen">…</Page>;
