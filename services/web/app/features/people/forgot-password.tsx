import { Page } from '../../ui/layout.tsx';

export const ForgotPasswordScreen = () => <Page title="ForgotPasswordScreen">…</Page>;
